' What VBA's WScript.Run does: cscript run.vbs COMMAND-FILE ANSWER-FILE, both UTF-16.
Option Explicit
Dim files, command, began, code, answer
Set files = CreateObject("Scripting.FileSystemObject")
command = files.OpenTextFile(WScript.Arguments(0), 1, False, -1).ReadAll
began = Timer
code = CreateObject("WScript.Shell").Run(command, 0, True)
Set answer = files.CreateTextFile(WScript.Arguments(1), True, True)
answer.WriteLine code
answer.WriteLine Round((Timer - began) * 1000)
answer.Close
