#!/bin/sh
# Makes sure a usable virtual environment is there:  sh tools/venv.sh PYTHON FOLDER
# Exit 2 with one sentence for the user when this machine's Python cannot make one.
set -eu
python=$1
venv=$2

stop() {
  printf '%s\n' "$1" >&2
  exit 2
}

new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

if [ -x "$venv/bin/python" ] && new_enough "$venv/bin/python" \
  && "$venv/bin/python" -c 'import pip' 2>/dev/null; then
  exit 0
fi

command -v "$python" >/dev/null 2>&1 ||
  stop "Máy chưa có Python (không thấy lệnh $python): hãy cài Python 3.11 trở lên, ví dụ bằng lệnh «sudo apt-get install python3 python3-venv», rồi chạy lại."
new_enough "$python" ||
  stop "Cần Python 3.11 trở lên, còn $python trên máy này là «$("$python" --version 2>&1 | head -n 1)»: hãy cài bản mới hơn rồi chạy lại với PYTHON=đường-dẫn-tới-Python, ví dụ «make demo PYTHON=python3.12»."
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
  stop "Python trên máy này thiếu phần tạo môi trường riêng (venv): hãy cài bằng lệnh «sudo apt-get install python3-venv» rồi chạy lại."

"$python" -m venv --clear "$venv" ||
  stop "Không tạo được môi trường Python trong thư mục $venv: hãy xem lại quyền ghi và chỗ trống trên đĩa rồi chạy lại."
