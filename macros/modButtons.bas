Attribute VB_Name = "modButtons"
Option Explicit

' The procedures behind the buttons on the sheets and on the ribbon, and in the list of macros.

Public Sub KiemTra()
    modBridge.RunButton "kiem_tra", "Đang kiểm tra số liệu…"
End Sub

Public Sub TongHop()
    modBridge.RunButton "tong_hop", "Đang tổng hợp…"
End Sub

Public Sub PhatHanh()
    modBridge.RunButton "phat_hanh", "Đang phát hành sổ cho các đơn vị…"
End Sub

Public Sub XuatPdf()
    modBridge.RunButton "xuat_pdf", "Đang tạo tệp PDF…"
End Sub

Public Sub TaoTepGui()
    modBridge.RunButton "tao_tep_gui", "Đang tạo tệp gửi…"
End Sub

Public Sub XuatWord()
    modBridge.RunButton "xuat_word", "Đang ghi phụ lục thành văn bản Word…"
End Sub

Public Sub ThuyetMinh()
    modBridge.RunButton "thuyet_minh", "Đang soạn khung thuyết minh…"
End Sub

Public Sub DoiChieuThuyetMinh()
    modBridge.RunButton "doi_chieu_thuyet_minh", "Đang đối chiếu thuyết minh…"
End Sub

Public Sub KyMoi()
    modBridge.RunButton "ky_moi", "Đang tạo sổ kỳ mới…"
End Sub

Public Sub XoaDanhDau()
    modBridge.RunButton "xoa_danh_dau", "Đang xóa đánh dấu…"
End Sub

Public Sub KhoiPhucCongThuc()
    modBridge.RunButton "khoi_phuc_cong_thuc", "Đang khôi phục công thức…"
End Sub

' Needs no Python: help must be there above all when nothing is installed.
Public Sub HuongDan()
    On Error GoTo missing
    modBridge.CurrentBook().Worksheets("Hướng dẫn").Activate
    Exit Sub
missing:
    modMessage.Warn "Sổ này không có trang Hướng dẫn. Hãy mở sổ báo cáo CCHC rồi bấm lại."
End Sub

Public Sub TuKiemTra()
    modSelfTest.RunSelfTest
End Sub

Public Sub TaoMauMoi()
    modBridge.RunKeeperButton "tao_mau_moi", "Đang đọc biểu và soạn mẫu…"
End Sub

Public Sub KiemTraMau()
    modBridge.RunKeeperButton "kiem_tra_mau", "Đang kiểm tra mẫu…"
End Sub

Public Sub PhatHanhMau()
    modBridge.RunKeeperButton "phat_hanh_mau", "Đang phát hành mẫu…"
End Sub
