/* Plays the part of Excel that VBA's Declare does for xlwings: loads the DLL by an ANSI path, asks it
   for a server with an ANSI command line, and calls late-bound methods with VARIANTs.

   vba_host.exe DLL SCRIPT     SCRIPT is UTF-8, a command a line, fields separated by tabs:
     activate COMMAND          mode 1: start the server or find it
     stop COMMAND              mode -1: end it
     call METHOD ARG…          ARG: s:text n:number e: (empty) m: (left out) a:ARG|ARG… (array)
     tell FILE                 make the file
     wait FILE                 until the file exists
   Answers a line a command: name, HRESULT, milliseconds, type, value or error text, tab-separated. */
#define COBJMACROS
#include <windows.h>
#include <oleauto.h>
#include <shellapi.h>
#include <stdio.h>

typedef HRESULT(WINAPI *Activate)(VARIANT *, const char *, long);
static IDispatch *server;

static char *narrow(const wchar_t *text, UINT page) {
  int size = WideCharToMultiByte(page, 0, text, -1, 0, 0, 0, 0);
  char *made = malloc(size);
  WideCharToMultiByte(page, 0, text, -1, made, size, 0, 0);
  return made;
}

static void one_line(char *text) {
  for (; *text; text++)
    if (*text == '\t' || *text == '\r' || *text == '\n') *text = ' ';
}

static void answer(const wchar_t *name, HRESULT hr, ULONGLONG began, VARIANT *value) {
  VARIANT words;
  char *text = strdup("");
  VariantInit(&words);
  if (value && value->vt != VT_DISPATCH && !(value->vt & VT_ARRAY) &&
      SUCCEEDED(VariantChangeTypeEx(&words, value, 0x409, 0, VT_BSTR)))
    text = narrow(words.bstrVal, CP_UTF8);
  one_line(text);
  printf("%s\t%08lx\t%llu\t%d\t%s\n", narrow(name, CP_UTF8), (long)hr, GetTickCount64() - began,
         value ? value->vt : -1, text);
  fflush(stdout);
}

static VARIANT argument(wchar_t *field) {
  VARIANT made;
  wchar_t *text = field + 2;
  VariantInit(&made);
  if (*field == 's') {
    made.vt = VT_BSTR;
    made.bstrVal = SysAllocString(text);
  } else if (*field == 'n') {
    made.vt = VT_R8;
    made.dblVal = wcstod(text, 0);
  } else if (*field == 'm') {
    made.vt = VT_ERROR;
    made.scode = DISP_E_PARAMNOTFOUND;
  } else if (*field == 'a') {
    LONG count = 0;
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, 0);
    for (wchar_t *item = wcstok(text, L"|"); item; item = wcstok(0, L"|")) {
      SAFEARRAYBOUND bound = {count + 1, 0};
      VARIANT inner = argument(item);
      SafeArrayRedim(array, &bound);
      SafeArrayPutElement(array, &count, &inner);
      count++;
    }
    made.vt = VT_ARRAY | VT_VARIANT;
    made.parray = array;
  }
  return made;
}

static void call(wchar_t **fields, int count) {
  VARIANT reversed[16], result;
  DISPPARAMS params = {reversed, 0, count - 2, 0};
  EXCEPINFO failure = {0};
  DISPID id;
  ULONGLONG began = GetTickCount64();
  VariantInit(&result);
  for (int i = 2; i < count; i++) reversed[count - 1 - i] = argument(fields[i]);
  HRESULT hr = server ? IDispatch_GetIDsOfNames(server, &IID_NULL, &fields[1], 1, 0x409, &id) : E_POINTER;
  if (SUCCEEDED(hr))
    hr = IDispatch_Invoke(server, id, &IID_NULL, 0x409, DISPATCH_METHOD | DISPATCH_PROPERTYGET,
                          &params, &result, &failure, 0);
  if (failure.bstrDescription) {
    result.vt = VT_BSTR;
    result.bstrVal = failure.bstrDescription;
  }
  answer(fields[1], hr, began, &result);
}

static void activate(Activate function, wchar_t *command, long mode, const wchar_t *name) {
  VARIANT result;
  ULONGLONG began = GetTickCount64();
  VariantInit(&result);
  HRESULT hr = function(&result, narrow(command, CP_ACP), mode);
  if (hr == S_OK && mode == 1) server = result.pdispVal;
  answer(name, hr, began, &result);
}

int main(void) {
  int count;
  wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
  char *line = malloc(1 << 16);
  wchar_t *wide = malloc(1 << 18);
  CoInitialize(0);
  HMODULE library = LoadLibraryA(narrow(words[1], CP_ACP));
  if (!library) {
    printf("LoadLibrary\t%08lx\t0\t-1\t\n", GetLastError());
    return 2;
  }
  Activate function = (Activate)(void *)GetProcAddress(library, "XLPyDLLActivateAuto");
  FILE *script = _wfopen(words[2], L"rb");
  while (script && fgets(line, 1 << 16, script)) {
    wchar_t *fields[16], *at = wide;
    int found = 0;
    line[strcspn(line, "\r\n")] = 0;
    MultiByteToWideChar(CP_UTF8, 0, line, -1, wide, 1 << 16);
    while (at && found < 16) {
      fields[found++] = at;
      at = wcschr(at, L'\t');
      if (at) *at++ = 0;
    }
    if (!wcscmp(fields[0], L"activate")) activate(function, fields[1], 1, fields[0]);
    if (!wcscmp(fields[0], L"stop")) activate(function, fields[1], -1, fields[0]);
    if (!wcscmp(fields[0], L"call")) call(fields, found);
    if (!wcscmp(fields[0], L"tell")) fclose(_wfopen(fields[1], L"w"));
    if (!wcscmp(fields[0], L"wait"))
      while (GetFileAttributesW(fields[1]) == INVALID_FILE_ATTRIBUTES) Sleep(20);
  }
  return 0;
}
