@echo off
rem The twin of bench on Windows: the machine's own JVM (JAVA_HOME, or the PATH), everything on the CPUs of the mask NIO_SHARE_BENCH_AFFINITY (hexadecimal).
setlocal
cd /d "%~dp0..\.."
set "harness=%CD%\test-harness"
if "%~1"=="--help" (
    type "%harness%\src\main\resources\io\nioshare\harness\bench\usage.txt"
    exit /b 0
)
if not defined NIO_SHARE_BENCH_AFFINITY set "NIO_SHARE_BENCH_AFFINITY=1"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
where mvn >nul 2>nul || (
    echo bench: Maven is missing; install Maven 3.8 or newer and put it on the PATH 1>&2
    exit /b 1
)
call mvn -B -ntp -q -pl test-harness -am package -DskipTests -Dmaven.test.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true -Dspotless.check.skip=true
if errorlevel 1 exit /b 1
if not exist "%harness%\target\c" mkdir "%harness%\target\c"
rem Without a gcc nothing runs beside C, and the mode hand-off says that it has nothing to compare with.
if exist "%harness%\target\c\reference.exe" del "%harness%\target\c\reference.exe"
where gcc >nul 2>nul && gcc -O2 -o "%harness%\target\c\reference.exe" "%harness%\src\main\c\reference.c" "%harness%\src\main\c\handoff.c" "%harness%\src\main\c\server.c" -lws2_32
set "classpath=%harness%\target\classes"
for /f "usebackq delims=" %%j in ("%harness%\target\runtime-classpath.txt") do call set "classpath=%%classpath%%;%%j"
start "bench" /b /wait /affinity %NIO_SHARE_BENCH_AFFINITY% "%java%" -XX:+UseSerialGC -cp "%classpath%" "-Dnioshare.harness=%harness%" "-Dnioshare.bench.cpu=mask %NIO_SHARE_BENCH_AFFINITY%" io.nioshare.harness.bench.Bench %*
exit /b %ERRORLEVEL%
