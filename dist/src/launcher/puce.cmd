@echo off
rem Starts an installed puce on Windows with its own Java runtime, or else with JAVA_HOME or the java on the PATH.
setlocal
set "PUCE_FOLDER=%~dp0.."
set "PUCE_JAVA=%PUCE_FOLDER%\runtime\bin\java.exe"
if exist "%PUCE_JAVA%" goto start
set "PUCE_JAVA=java.exe"
if defined JAVA_HOME set "PUCE_JAVA=%JAVA_HOME%\bin\java.exe"
:start
"%PUCE_JAVA%" -XX:+UseSerialGC -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError ^
    -XX:ErrorFile=NUL -XX:-CreateCoredumpOnCrash -Xlog:disable -Xlog:all=error:stderr ^
    -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 ^
    --enable-native-access=dev.puce.backend,dev.puce.posix ^
    --module-path "%PUCE_FOLDER%\lib" --module dev.puce.cli/dev.puce.cli.Puce %*
exit /b %ERRORLEVEL%
