# Các việc thường làm. «make» không kèm gì thì in danh sách này.
#
#   make demo     cài gói vào .venv rồi chạy thử (cchc demo)
#   make test     mọi kiểm tra: ruff, mypy, lint-imports, pytest (việc nhanh trước, LibreOffice sau)
#   make bundle   đóng gói cho máy văn phòng: dist/CCHC-XL-<phiên bản>.zip (cần mạng lần đầu)
#   make wine     thử gói đó trên Wine: cài, hàm, từng nút, cập nhật, gỡ (khoảng năm phút)
#   make lint     chỉ ruff, mypy, lint-imports
#   make bench    đo thời gian và bộ nhớ, kể cả Tổng hợp 3.321 tệp (vài phút)
#   make bench-quy-mo  chỉ đo Tổng hợp 3.321 tệp
#   make images   vẽ lại hình minh họa trong docs/images bằng LibreOffice, có bấm nút thật
#   make clean    xóa .venv, .cache và mọi thứ sinh ra khi chạy
#
# Chọn Python khác:  make test PYTHON=python3.12
# Tùy chọn pytest:   make test PYTEST_FLAGS="-n 2 -k ten_phep_thu"

PYTHON ?= python3
VENV ?= .venv
PYTEST_FLAGS ?=

BIN := $(VENV)/bin
# Touched after an installation; newer than pyproject.toml means nothing to install.
RUNTIME := $(VENV)/.installed-runtime
DEVELOP := $(VENV)/.installed-develop
# mypy refuses to start when a folder it is given does not exist.
TYPED := $(wildcard cchc_xl bundle tests tools benchmarks)

.PHONY: help demo test bundle wine lint bench bench-quy-mo images clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

help:
	@sed -n '/^$$/q; s/^# \{0,1\}//p' Makefile

$(RUNTIME): pyproject.toml tools/venv.sh
	@sh tools/venv.sh "$(PYTHON)" "$(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEVELOP): pyproject.toml tools/venv.sh
	@sh tools/venv.sh "$(PYTHON)" "$(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,dev]'
	@touch $@

demo: $(RUNTIME)
	@$(BIN)/cchc demo

lint: $(DEVELOP)
	$(BIN)/ruff check .
	$(BIN)/mypy $(TYPED)
	$(BIN)/lint-imports --no-logo

test: lint
	$(BIN)/python -m pytest -m "not wine" $(PYTEST_FLAGS)

bundle: $(DEVELOP)
	$(BIN)/python tools/dong_goi.py

wine: bundle
	$(BIN)/python -m pytest -m wine $(PYTEST_FLAGS) tests/wine

bench: $(RUNTIME)
	$(BIN)/python benchmarks/run.py
	$(BIN)/python -m benchmarks.quy_mo

bench-quy-mo: $(RUNTIME)
	$(BIN)/python -m benchmarks.quy_mo

images: $(DEVELOP)
	@$(BIN)/cchc demo -o .cache/images >/dev/null
	$(BIN)/python tools/anh.py .cache/images/phuong-2023-q3-da-kiem-tra.xlsx -o docs/images \
	  --trang "Trang chính" "Kết quả kiểm tra" "Hướng dẫn" \
	  --trang-in "7 Chính quyền số" "In phụ lục"
	$(BIN)/python tools/anh.py .cache/images/tinh-mau/tong-hop-tinh-mau.xlsx -o docs/images \
	  --trang-in "Biểu đồ" "Tình hình nộp"
	@mv docs/images/bieu-do-in-1.png docs/images/bieu-do.png
	$(BIN)/python tools/anh_bam.py -o docs/images
	CCHC_THU_MUC_MAU= $(BIN)/python tools/anh_soan_mau.py -o docs/images
	@rm -f docs/images/in-phu-luc-in-[2-9].png docs/images/in-phu-luc-in-1?.png \
	  docs/images/tinh-hinh-nop-in-[2-9].png

clean:
	rm -rf $(VENV) .cache demo dist build .pytest_cache .mypy_cache .ruff_cache \
	  .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
