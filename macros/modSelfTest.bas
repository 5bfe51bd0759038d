Attribute VB_Name = "modSelfTest"
Option Explicit
Option Private Module

' Looks at the installation step by step and writes what it finds into a sheet that can be sent to
' whoever helps. Everything that can fail is tried on its own, so that a broken installation is
' described as well as a sound one. The last step is Python's: it adds its own lines below.

Private m_sheet As Object
Private m_row As Long

Public Sub RunSelfTest()
    Dim path As String, code As Long
    If Not modBridge.HasOurBook() Then Exit Sub
    If Not Prepare() Then Exit Sub
    Note "Chương trình bảng tính", ProgramName(), ""
#If False Then
    modLibreOffice.RunButton "tu_kiem_tra"
    Exit Sub
#End If
    Note "Excel 64 bit", IIf(modBridge.Is64Bit(), "Có", "Không"), ""
    Note "Dấu thập phân của máy", Application.International(3), ""
    Note "Macro chạy được", "Đạt", ""
    Note "Tệp cấu hình", Found(modBridge.ConfigFile()), "Cài lại CCHC-XL nếu chưa thấy"
    path = modBridge.Interpreter()
    Note "Python của CCHC-XL", Found(path), "Cài lại CCHC-XL nếu chưa thấy"
    If path <> "" Then
        code = modBridge.TryImport(path)
        Note "Nạp CCHC-XL", IIf(code = 0, "Đạt", "Không đạt, mã " & code), "Xem %TEMP%\cchc-xl-start.log"
        If code = 0 Then modBridge.RunButton "tu_kiem_tra", "Đang tự kiểm tra…"
        Note "Máy chủ cho hàm trong ô", IIf(modBridge.HasServer(), "Đạt", "Không chạy; hàm dùng công thức có sẵn"), ""
    End If
    m_sheet.Activate
End Sub

Private Function Prepare() As Boolean
    Dim book As Object
    Prepare = False
    On Error Resume Next
    Set book = modBridge.CurrentBook()
    Set m_sheet = Nothing
    Set m_sheet = book.Worksheets(SheetName())
    If m_sheet Is Nothing Then
        Set m_sheet = book.Worksheets.Add(After:=book.Worksheets(book.Worksheets.Count))
        m_sheet.Name = SheetName()
    End If
    On Error GoTo 0
    If m_sheet Is Nothing Then
        modMessage.Warn "Không thêm được trang Tự kiểm tra: sổ có thể đang khóa cấu trúc. Hãy bỏ khóa (Review, Protect Workbook) rồi bấm lại."
        Exit Function
    End If
    m_sheet.Cells.ClearContents
    m_sheet.Range("A1").Value = "Kết quả tự kiểm tra cài đặt CCHC-XL"
    m_sheet.Range("A2").Value = Format(Now, "dd/mm/yyyy hh:mm")
    m_sheet.Range("A3").Value = "Mục"
    m_sheet.Range("B3").Value = "Kết quả"
    m_sheet.Range("C3").Value = "Nếu chưa đạt"
    m_row = 3
    Prepare = True
End Function

' Finds the next free line each time: Python writes lines too.
Private Sub Note(ByVal what As String, ByVal result As String, ByVal advice As String)
    Do
        m_row = m_row + 1
    Loop While CStr(m_sheet.Cells(m_row, 1).Value) <> ""
    m_sheet.Cells(m_row, 1).Value = what
    m_sheet.Cells(m_row, 2).Value = result
    m_sheet.Cells(m_row, 3).Value = advice
End Sub

Private Function Found(ByVal path As String) As String
    Found = IIf(path = "", "Chưa thấy", path)
End Function

Private Function ProgramName() As String
#If False Then
    ProgramName = "LibreOffice"
    Exit Function
#End If
    ProgramName = Application.Name & " " & Application.Version & " (" & Application.OperatingSystem & ")"
End Function

Private Function SheetName() As String
    SheetName = "Tự kiểm tra"
End Function
