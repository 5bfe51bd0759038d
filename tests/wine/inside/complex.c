/* For the Wine prefix only: complex functions of the C runtime that numpy imports and Wine 8 lacks
   come from the compiler's library; two of them it does not know. */
#include <complex.h>
double complex clog10(double complex z) { return clog(z) / 2.302585092994045684; }
float complex clog10f(float complex z) { return clogf(z) / 2.302585093f; }
