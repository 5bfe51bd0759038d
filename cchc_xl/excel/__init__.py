"""What runs behind the buttons and functions of a live workbook, in Excel and in LibreOffice."""
