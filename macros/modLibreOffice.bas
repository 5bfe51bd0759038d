Attribute VB_Name = "modLibreOffice"
Option Explicit
Option Private Module

' Only LibreOffice sees what follows; for Excel this module is empty.
#If False Then

' The file cchc_libreoffice.py of the user's scripts holds one function for each button; it gets the
' document as its only argument.
Public Sub RunButton(ByVal target As String)
    Dim script As Object, outIndex(), outValues()
    On Error GoTo missing
    Set script = ThisComponent.getScriptProvider().getScript("vnd.sun.star.script:cchc_libreoffice.py$" & target & "?language=Python&location=user")
    On Error GoTo failed
    script.invoke Array(ThisComponent), outIndex, outValues
    Exit Sub
missing:
    modMessage.Warn "LibreOffice trên máy này chưa cài phần CCHC-XL. Sổ vẫn dùng được: tỷ lệ và cột Kiểm tra tự tính khi nhập. Muốn dùng các nút, hãy nhờ người cài đặt cài CCHC-XL cho LibreOffice rồi bấm lại."
    Exit Sub
failed:
    modMessage.Fail "Chưa làm xong: LibreOffice không chạy được phần Python của CCHC-XL. Hãy lưu sổ, mở lại LibreOffice rồi bấm lại; nếu vẫn lỗi, nhờ người cài đặt cài lại CCHC-XL cho LibreOffice."
End Sub

' What a cell of LibreOffice shows as an error; an error value of VBA would become a text there.
Public Function NoAnswer() As Variant
    Dim nothingAtAll()
    NoAnswer = nothingAtAll
End Function

#End If
