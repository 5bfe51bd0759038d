Attribute VB_Name = "modSelfTest"
Option Explicit
Option Private Module

' Looks at the installation step by step and writes what it finds into a sheet that can be sent to
' whoever helps. Python, where it runs, fills the upper lines (cchc_xl.excel.self_test); what only
' VBA sees stands below them, so that a broken installation is described as well as a sound one.

' First line of ours; Python clears and writes down to line 40.
Private Const FIRST_LINE As Long = 42

Private m_sheet As Object
Private m_row As Long

Public Sub RunSelfTest()
    Dim path As String, code As Long
    If Not modBridge.HasOurBook() Then Exit Sub
    modBridge.RunButton "tu_kiem_tra", "Đang tự kiểm tra…"
    If Not Prepare() Then Exit Sub
    Note "Chương trình bảng tính", "Thông tin", ProgramName()
    Note "Macro chạy được", "Đạt", ""
#If False Then
    m_sheet.Activate
    Exit Sub
#End If
    path = modBridge.Interpreter()
    Note "Excel 64 bit", "Thông tin", IIf(modBridge.Is64Bit(), "Có", "Không")
    Note "Dấu thập phân của máy", "Thông tin", Application.International(3)
    Note "Tệp cấu hình", Passed(modBridge.ConfigFile() <> ""), modBridge.ConfigFile()
    Note "Python của CCHC-XL", Passed(path <> ""), path
    If path <> "" Then
        code = modBridge.TryImport(path)
        Note "Nạp CCHC-XL", Passed(code = 0), "Mã " & code & "; chi tiết ở %TEMP%\cchc-xl-start.log"
        Note "Máy chủ cho hàm trong ô", Passed(modBridge.HasServer()), "Không chạy thì hàm dùng công thức có sẵn"
    End If
    m_sheet.Activate
End Sub

Private Function Prepare() As Boolean
    Dim book As Object
    Prepare = False
    On Error Resume Next
    Set book = modBridge.CurrentBook()
    Set m_sheet = Nothing
    Set m_sheet = book.Worksheets("Tự kiểm tra")
    If m_sheet Is Nothing Then
        Set m_sheet = book.Worksheets.Add(After:=book.Worksheets(book.Worksheets.Count))
        m_sheet.Name = "Tự kiểm tra"
        m_sheet.Range("A1").Value = "TỰ KIỂM TRA"
        m_sheet.Range("A2").Value = "Phần Python chưa chạy được; xem các dòng từ " & FIRST_LINE
        m_sheet.Columns("A").ColumnWidth = 34
        m_sheet.Columns("B").ColumnWidth = 14
        m_sheet.Columns("C").ColumnWidth = 90
    End If
    On Error GoTo 0
    If m_sheet Is Nothing Then
        modMessage.Warn "Không thêm được trang Tự kiểm tra: sổ có thể đang khóa cấu trúc. Hãy bỏ khóa (Review, Protect Workbook) rồi bấm lại."
        Exit Function
    End If
    m_sheet.Range("A42:C60").ClearContents
    m_row = FIRST_LINE - 1
    Note "PHẦN VBA", Format(Now, "dd/mm/yyyy hh:mm"), ""
    Prepare = True
End Function

Private Sub Note(ByVal what As String, ByVal result As String, ByVal detail As String)
    m_row = m_row + 1
    m_sheet.Cells(m_row, 1).Value = what
    m_sheet.Cells(m_row, 2).Value = result
    m_sheet.Cells(m_row, 3).Value = detail
End Sub

Private Function Passed(ByVal isFine As Boolean) As String
    Passed = IIf(isFine, "Đạt", "Không đạt")
End Function

Private Function ProgramName() As String
#If False Then
    ProgramName = "LibreOffice"
    Exit Function
#End If
    ProgramName = Application.Name & " " & Application.Version & " (" & Application.OperatingSystem & ")"
End Function
