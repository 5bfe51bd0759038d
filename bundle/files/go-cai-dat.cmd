@echo off
setlocal
chcp 65001 >nul 2>nul
if not exist "%~dp0python\python.exe" goto missing
"%~dp0python\python.exe" -X utf8 -B -m cchc_setup go-cai-dat %*
set code=%errorlevel%
goto end
:missing
echo Chưa giải nén. Hãy giải nén cả tệp zip (chuột phải, Extract All) rồi chạy lại,
echo hoặc chạy go-cai-dat.cmd trong %LOCALAPPDATA%\CCHC-XL.
set code=1
:end
if not defined CCHC_KHONG_CHO pause
exit /b %code%
