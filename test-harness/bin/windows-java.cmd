@echo off
rem The twin of windows-java on Windows: the machine's own JVM (NIO_SHARE_WINDOWS_JDK, JAVA_HOME, or the PATH).
setlocal
if defined NIO_SHARE_PROVISION_ONLY exit /b 0
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if defined NIO_SHARE_WINDOWS_JDK set "java=%NIO_SHARE_WINDOWS_JDK%\bin\java"
"%java%" %*
exit /b %ERRORLEVEL%
