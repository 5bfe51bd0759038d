Attribute VB_Name = "modBridge"
Option Explicit
Option Private Module

' From a button to Python. One source for both programs: Excel compiles nothing between "#If False"
' and "#End If"; LibreOffice passes over lines that begin with "#", so it runs exactly those parts.
'
' Only a button starts Python. The functions of modFunctions use the server kept here, if it lives,
' and otherwise answer an error at once, so that the native half of their formulas speaks.

Private m_server As Object
Private m_isReady As Boolean
Private m_isServerHopeless As Boolean
Private m_error As String

' Run a procedure of cchc_xl.excel.buttons on the current workbook.
Public Sub RunButton(ByVal target As String, ByVal doing As String)
#If False Then
    modLibreOffice.RunButton target
    Exit Sub
#End If
    If HasOurBook() Then RunProcedure target, doing
End Sub

' The same for the form keeper's buttons, which need no workbook made from a form.
Public Sub RunKeeperButton(ByVal target As String, ByVal doing As String)
#If False Then
    modLibreOffice.RunButton target
    Exit Sub
#End If
    If CurrentBook() Is Nothing Then
        modMessage.Warn "Chưa có sổ nào đang mở để làm việc. Hãy mở sổ soạn mẫu (hoặc một sổ trống) rồi bấm lại."
    Else
        RunProcedure target, doing
    End If
End Sub

Private Sub RunProcedure(ByVal target As String, ByVal doing As String)
    Dim failed As Boolean
    On Error GoTo broken
    Application.Cursor = 2
    Application.StatusBar = doing
    m_error = ""
    If IsReady() Then
        StartServer
        failed = (RunPython("import cchc_xl.excel.buttons; cchc_xl.excel.buttons." & target & "()") = -1)
        If failed Then TellError
    End If
    GoTo finish
broken:
    m_error = Err.Description
    Set m_server = Nothing
    m_isReady = False
    TellError
finish:
    On Error Resume Next
    Application.ScreenUpdating = True
    Application.StatusBar = False
    Application.Cursor = -4143
End Sub

' The workbook the user works on: the one in front for the add-in, otherwise our own.
Public Function CurrentBook() As Object
#If False Then
    Set CurrentBook = ThisWorkbook
    Exit Function
#End If
    If ThisWorkbook.IsAddin Then
        Set CurrentBook = ActiveWorkbook
    Else
        Set CurrentBook = ThisWorkbook
    End If
End Function

Public Function Is64Bit() As Boolean
    Is64Bit = False
#If Win64 Then
    Is64Bit = True
#End If
End Function

Public Function IsLibreOffice() As Boolean
    IsLibreOffice = False
#If False Then
    IsLibreOffice = True
#End If
End Function

' True when the current workbook was made from one of our forms; says so otherwise.
Public Function HasOurBook() As Boolean
    Dim book As Object, words As String
    On Error Resume Next
    HasOurBook = False
    Set book = CurrentBook()
    If Not book Is Nothing Then words = CStr(book.Worksheets("_cchc").Range("A1").Value)
    On Error GoTo 0
    If words = "cchc_xl" Then
        HasOurBook = True
    ElseIf book Is Nothing Then
        modMessage.Warn "Chưa có sổ nào đang mở để làm việc. Nếu tệp đang ở chế độ Protected View, hãy bấm Enable Editing rồi thử lại."
    Else
        modMessage.Warn "Sổ đang mở không phải sổ báo cáo CCHC nên chưa làm gì. Hãy mở sổ báo cáo rồi bấm lại."
    End If
End Function

' ---------------------------------------------------------------- the server for functions

' True while a server answers. Never starts one.
Public Function HasServer() As Boolean
    Dim answer As Boolean
    HasServer = False
    If m_server Is Nothing Then Exit Function
    On Error Resume Next
    answer = m_server.Bool(1)
    If Err.Number <> 0 Or Not answer Then
        Set m_server = Nothing
        m_isReady = False
    End If
    HasServer = Not m_server Is Nothing
End Function

' The server, Nothing when none was started or the last one is gone.
Public Function Server() As Object
    Set Server = m_server
End Function

' A function's call failed: a server that is gone is not asked again until the next click.
Public Sub FunctionFailed()
    Dim probe As Boolean
    probe = HasServer()
End Sub

Private Sub StartServer()
    If HasServer() Or m_isServerHopeless Then Exit Sub
    On Error GoTo failed
    Set m_server = XLPy()
    m_server.SetAttr m_server.Module("xlwings._xlwindows"), "BOOK_CALLER", CurrentBook()
    m_server.Exec "import cchc_xl.excel.udfs; cchc_xl.excel.udfs.load_form()"
    modFunctionHelp.Describe
    Exit Sub
failed:
    ' Without the DLL buttons still work, through a process of their own; functions stay native. It
    ' is not tried again: failing may take two minutes.
    Set m_server = Nothing
    m_isServerHopeless = True
End Sub

' What a function passes to Python: values, so that one function is one call across the bridge.
Public Function Values(ByVal args As Variant) As Variant
    Dim made() As Variant, i As Long
    ReDim made(LBound(args) To UBound(args))
    For i = LBound(args) To UBound(args)
        made(i) = ValueOf(args(i))
    Next i
    Values = made
End Function

Public Function ValueOf(ByVal arg As Variant) As Variant
    Dim cells As Object
    If IsObject(arg) Then
        Set cells = arg
#If False Then
        ValueOf = cells.Cells(1, 1).Value
        Exit Function
#End If
        ValueOf = cells.Cells(1, 1).Value2
    Else
        ValueOf = arg
    End If
End Function

' "#N/A" is how Python says that it has no answer.
Public Function IsNoAnswer(ByVal result As Variant) As Boolean
    IsNoAnswer = IsEmpty(result) Or IsNull(result)
    If VarType(result) = 8 Then IsNoAnswer = (result = "#N/A")
End Function

' ---------------------------------------------------------------- the installation

' The file that says where Python is; "" when there is none. Found through objects that know every
' letter: Environ and Open speak the PC's code page, which has no "C:\Users\Nguyen" with marks. Only
' the user's own folders: in %ProgramData% anybody could say what this Excel is to run.
Public Function ConfigFile() As String
    Dim places As Variant, i As Long, path As String
    places = Array("%LOCALAPPDATA%\CCHC-XL\xlwings.conf", "%USERPROFILE%\.xlwings\xlwings.conf")
    ConfigFile = ""
    For i = LBound(places) To UBound(places)
        path = WScript.ExpandEnvironmentStrings(places(i))
        If FileExists(path) Then
            ConfigFile = path
            Exit Function
        End If
    Next i
End Function

Public Function Interpreter() As String
    Interpreter = GetConfig("INTERPRETER_WIN", "")
End Function

' Looked at once in a session: a server that cannot start would keep Excel waiting two minutes.
Private Function IsReady() As Boolean
    Dim path As String, code As Long
    IsReady = m_isReady
    If m_isReady Then Exit Function
    path = Interpreter()
    If path = "" Or (InStr(path, "\") > 0 And Not FileExists(path)) Then
        modMessage.Warn "Máy này chưa cài phần kiểm tra và tổng hợp CCHC-XL." & vbLf & vbLf & "Sổ vẫn dùng được: tỷ lệ và cột Kiểm tra tự tính khi nhập, trang In phụ lục in được. Muốn dùng các nút, hãy cài CCHC-XL (xem trang Hướng dẫn) rồi bấm lại."
        Exit Function
    End If
    Application.StatusBar = "Đang khởi động CCHC-XL, lần đầu mất vài giây…"
    code = TryImport(path)
    If code = 0 Then
        m_isReady = True
        IsReady = True
    Else
        modMessage.Fail "CCHC-XL đã cài nhưng chưa chạy được (mã " & code & ")." & vbLf & vbLf & "Chi tiết ở tệp %TEMP%\cchc-xl-start.log. Hãy cài lại CCHC-XL; nếu vẫn lỗi, bấm Tự kiểm tra và gửi trang kết quả cho người hỗ trợ."
    End If
End Function

' Exit code of a Python that only loads what the buttons need; -1 when it could not be started.
Public Function TryImport(ByVal path As String) As Long
    Dim command As String
    On Error GoTo failed
    command = "cmd.exe /S /C """"" & path & """ -X utf8 -P -B -c ""import cchc_xl.excel.udfs, cchc_xl.excel.buttons, xlwings.com_server"" 2> ""%TEMP%\cchc-xl-start.log"""""
    TryImport = WScript.Run(command, 0, True)
    Exit Function
failed:
    TryImport = -1
End Function

' ---------------------------------------------------------------- errors

' Called by xlwings instead of a window in English.
Public Sub KeepError(ByVal words As String, Optional ByVal fileName As String = "")
    m_error = words
    If words = "" And fileName <> "" Then m_error = FileWords(fileName)
End Sub

Private Function FileWords(ByVal fileName As String) As String
    On Error Resume Next
    FileWords = CreateObject("Scripting.FileSystemObject").OpenTextFile(fileName, 1).ReadAll
End Function

Private Sub TellError()
    modMessage.Fail "Chưa làm xong: phần Python của CCHC-XL báo lỗi. Hãy lưu sổ rồi bấm lại; nếu vẫn lỗi, bấm Tự kiểm tra và gửi trang kết quả cho người hỗ trợ. Nhật ký: %LOCALAPPDATA%\CCHC-XL\log." & vbLf & vbLf & Right(m_error, 500)
End Sub
