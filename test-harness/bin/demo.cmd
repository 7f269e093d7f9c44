@echo off
rem The twin of demo on Windows: the processes are those of the machine's own JVM (JAVA_HOME, or the PATH).
setlocal
cd /d "%~dp0..\.."
set "harness=%CD%\test-harness"
if "%~1"=="--help" (
    type "%harness%\src\main\resources\io\nioshare\harness\demo\usage.txt"
    exit /b 0
)
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
where mvn >nul 2>nul || (
    echo demo: Maven is missing; install Maven 3.8 or newer and put it on the PATH 1>&2
    exit /b 1
)
call mvn -B -ntp -q -pl test-harness -am package -DskipTests -Dmaven.test.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true -Dspotless.check.skip=true
if errorlevel 1 exit /b 1
"%java%" -cp "%harness%\target\classes" "-Dnioshare.harness=%harness%" io.nioshare.harness.demo.Demo %*
exit /b %ERRORLEVEL%
