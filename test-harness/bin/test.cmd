@echo off
rem The twin of test on Windows, where the machine's own JVM is the Windows leg. --fast comes first, Maven's arguments follow.
setlocal
cd /d "%~dp0..\.."
where mvn >nul 2>nul || (
    echo test: Maven is missing; install Maven 3.8 or newer and put it on the PATH 1>&2
    exit /b 1
)
set "arguments=%*"
if "%~1"=="--fast" set "arguments=-DexcludedGroups=slow -Dmaven.javadoc.skip=true -Dmaven.source.skip=true %arguments:~6%"
call mvn -B -ntp --fail-at-end verify %arguments%
exit /b %ERRORLEVEL%
