Attribute VB_Name = "modFunctionHelp"
Option Explicit
Option Private Module

' Words of the function wizard. They are set while running because the source of a VBA project has
' no room for Vietnamese.
Public Sub Describe()
    If ThisWorkbook.IsAddin Then Exit Sub
    DescribeOne "CCHC_TYLE", "Tỷ lệ phần trăm của hai ô, làm tròn nửa lên; để trống khi thiếu số hoặc mẫu số bằng 0.", Array("Tử số: phần", "Mẫu số: toàn bộ", "Số chữ số lẻ, không ghi thì là 2")
    DescribeOne "CCHC_KIEMTRA", "Nhận xét ngắn về một dòng của biểu, như cột Kiểm tra.", Array("Khóa của dòng (cột H)", "Các ô mà dòng này được đối chiếu, theo đúng thứ tự")
    DescribeOne "CCHC_SO", "Đọc một số viết kiểu Việt Nam, ví dụ 1.234,5 hoặc 08/21.", Array("Ô hoặc chữ cần đọc")
End Sub

Private Sub DescribeOne(ByVal name As String, ByVal words As String, ByVal arguments As Variant)
    On Error Resume Next
    Application.MacroOptions Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & name, Description:=words, Category:="CCHC", ArgumentDescriptions:=arguments
End Sub
