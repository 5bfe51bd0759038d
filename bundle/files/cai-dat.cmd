@echo off
setlocal
chcp 65001 >nul 2>nul
if not exist "%~dp0python\python.exe" goto missing
"%~dp0python\python.exe" -X utf8 -B -c "pass" >nul 2>nul
if errorlevel 1 goto blocked
"%~dp0python\python.exe" -X utf8 -B -m cchc_setup cai-dat "%~dp0." %*
set code=%errorlevel%
goto end
:missing
echo Chưa giải nén. Hãy đóng cửa sổ này, bấm chuột phải vào tệp zip, chọn Extract All,
echo rồi chạy cai-dat.cmd trong thư mục vừa giải nén.
set code=1
goto end
:blocked
echo Windows không cho chạy chương trình trong thư mục này. Thường là do phần mềm diệt vi-rút
echo hoặc chính sách của cơ quan. Chưa có gì thay đổi trên máy. Hãy nhờ bộ phận CNTT cho phép:
echo     %~dp0python\python.exe
set code=1
:end
if not defined CCHC_KHONG_CHO pause
exit /b %code%
