"""What the keeper reads first."""

STEPS = (
    (
        "Thông tin mẫu",
        "Ghi mã mẫu, tên, văn bản ban hành, ngày áp dụng. Điều gì văn bản không nói thì để trống.",
    ),
    (
        "Thay đổi",
        "Đọc lướt dòng mới, không còn, đổi lời, chuyển chỗ so với mẫu gần nhất.",
    ),
    (
        "Soạn mẫu",
        "Xem các ô tô màu trước. Cùng nghĩa với dòng cũ thì giữ khóa được đề xuất; nghĩa khác thì "
        "đặt khóa mới. Rồi xem cột Loại, Số liệu của, Cách tổng hợp.",
    ),
    (
        "Quan hệ",
        "Mỗi dòng một điều kiện giữa các số liệu. Xóa dòng không đúng, thêm dòng còn thiếu. Quan "
        "hệ gây báo nhầm thì chọn Tắt hoặc Chỉ lưu ý và ghi lý do.",
    ),
    (
        "Kiểm tra mẫu",
        "Chạy: cchc kiem-tra-mau tên-tệp.xlsx. Bản kiểm tra có thêm cột Cần sửa ở từng dòng; tệp "
        "đang soạn được giữ nguyên.",
    ),
    (
        "Phát hành mẫu",
        "Chạy: cchc phat-hanh-mau tên-tệp.xlsx --thu-muc-mau thư-mục -o sổ.xlsx. Sau đó phát hành "
        "cho các đơn vị bằng lệnh cchc tao-mau.",
    ),
)

GUIDE = (
    (
        "Khóa",
        "Là danh tính của dòng. Cùng nghĩa ở mọi mẫu, mọi năm thì cùng khóa: nhờ vậy tệp của mẫu "
        "cũ và mẫu mới cộng được với nhau. Số thứ tự và câu chữ đổi không làm đổi khóa.",
    ),
    (
        "Cùng chữ, khác nghĩa",
        "“Mức độ 3”, “mức độ 4” của các văn bản khác nhau là các khóa khác nhau. Gần nghĩa thì "
        "khai cầu nối, không dùng chung khóa.",
    ),
    (
        "Chỉ tới dòng khác",
        "Ghi khóa; hoặc số in ra (3.1.2) nếu chỉ một dòng mang số đó; hoặc “dòng 12” (cột Dòng).",
    ),
    (
        "Cấp điền",
        "Chỉ ghi khi biểu nêu rõ cấp nào điền. Để trống nghĩa là mọi đơn vị nhận biểu đều điền.",
    ),
    (
        "Cách tổng hợp",
        "Số phát sinh, số cuối kỳ: Cộng. Số thủ tục theo danh mục dùng chung: Lấy từ danh mục "
        "chung. Tỷ lệ có in tử số, mẫu số: Tính lại. Tỷ lệ không in: Người tổng hợp tự điền.",
    ),
    (
        "Thêm, bớt, đổi chỗ dòng",
        "Chèn hay xóa hàng trong Excel như thường; cột Dòng chỉ cần tăng dần.",
    ),
)
