' A client that knows nothing of xlwings: cscript client.vbs CLASS ANSWER-FILE.
Option Explicit
Dim server, answer, files, words
Set files = CreateObject("Scripting.FileSystemObject")
Set answer = files.CreateTextFile(WScript.Arguments(1), True, True)
Set server = GetObject("new:" & WScript.Arguments(0))
words = server.Str(server.Eval("'S\u1ed1 h\u1ed3 s\u01a1'"))
answer.WriteLine server.Str(words) & " " & Len(words)
answer.WriteLine TypeName(server.CallUDF("cchc_xl.excel.udfs", "CCHC_SO", Array("1.234,5")))
answer.WriteLine server.CallUDF("cchc_xl.excel.udfs", "CCHC_TYLE", Array(1, 3, 2))
answer.WriteLine server.CallUDF("cchc_xl.excel.udfs", "CCHC_SO", Array(words & " 5"))
answer.Close
