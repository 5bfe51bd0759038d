Attribute VB_Name = "modRibbon"
Option Explicit

' Callbacks of the tab "CCHC". A control's tag names the procedure it runs.
Public Sub RibbonClick(control As IRibbonControl)
    Select Case control.Tag
        Case "KiemTra": modButtons.KiemTra
        Case "TongHop": modButtons.TongHop
        Case "PhatHanh": modButtons.PhatHanh
        Case "XuatPdf": modButtons.XuatPdf
        Case "TaoTepGui": modButtons.TaoTepGui
        Case "XuatWord": modButtons.XuatWord
        Case "ThuyetMinh": modButtons.ThuyetMinh
        Case "DoiChieuThuyetMinh": modButtons.DoiChieuThuyetMinh
        Case "KyMoi": modButtons.KyMoi
        Case "XoaDanhDau": modButtons.XoaDanhDau
        Case "KhoiPhucCongThuc": modButtons.KhoiPhucCongThuc
        Case "HuongDan": modButtons.HuongDan
        Case "TuKiemTra": modButtons.TuKiemTra
        Case "TaoMauMoi": modButtons.TaoMauMoi
        Case "KiemTraMau": modButtons.KiemTraMau
        Case "PhatHanhMau": modButtons.PhatHanhMau
    End Select
End Sub
