; Installs Scratchpress for one person, without asking for an administrator.
; packaging/freeze/windows/installer.py gives: VERSION, FILES, ICON, PICTURE, OUTPUT, KILOBYTES.
; https://nsis.sourceforge.io/Docs/
Target amd64-unicode
Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma
SetCompressorDictSize 64
; The same files give the same installer, whenever it is made.
SetDateSave off

!include LogicLib.nsh
!include MUI2.nsh

!define NAME "Scratchpress"
!define WINDOW "scratchpress-window.exe"
!define CONSOLE "scratchpress.exe"
!define KIND "Scratchpress.Source"
!define CLASSES "Software\Classes"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"

Name "${NAME}"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\${NAME}" "Folder"
BrandingText "${NAME} ${VERSION}"

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "${NAME}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "Installs ${NAME}"
VIAddVersionKey /LANG=0 "LegalCopyright" "The Scratchpress contributors"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "PortugueseBR"

LangString APP ${LANG_ENGLISH} "Scratchpress"
LangString APP ${LANG_PORTUGUESEBR} "Scratchpress"
LangString DESKTOP ${LANG_ENGLISH} "Shortcut on the desktop"
LangString DESKTOP ${LANG_PORTUGUESEBR} "Atalho na área de trabalho"
LangString OPEN_WITH ${LANG_ENGLISH} "Open source files with it"
LangString OPEN_WITH ${LANG_PORTUGUESEBR} "Abrir arquivos-fonte com ele"
LangString SOURCE_FILE ${LANG_ENGLISH} "Source file"
LangString SOURCE_FILE ${LANG_PORTUGUESEBR} "Arquivo-fonte"
LangString IS_OPEN ${LANG_ENGLISH} "Scratchpress is open. Close it and try again."
LangString IS_OPEN ${LANG_PORTUGUESEBR} "O Scratchpress está aberto. Feche-o e tente de novo."
LangString ON_THE_APP ${LANG_ENGLISH} "The window, the command line and the compiler."
LangString ON_THE_APP ${LANG_PORTUGUESEBR} "A janela, a linha de comando e o compilador."
LangString ON_OPEN_WITH ${LANG_ENGLISH} "In the menu Open with; what opens them now stays."
LangString ON_OPEN_WITH ${LANG_PORTUGUESEBR} "No menu Abrir com; o programa padrão continua o mesmo."

; What has been started cannot be written to.
!macro WaitUntilClosed program
  ${Do}
    ${IfNot} ${FileExists} "$INSTDIR\${program}"
      ${Break}
    ${EndIf}
    ClearErrors
    FileOpen $0 "$INSTDIR\${program}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${Break}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IS_OPEN)" /SD IDCANCEL IDRETRY +3
    SetErrorLevel 2
    Abort "$(IS_OPEN)"
  ${Loop}
!macroend

!macro ForEachEnding macro
  !insertmacro ${macro} ".c"
  !insertmacro ${macro} ".cc"
  !insertmacro ${macro} ".cpp"
  !insertmacro ${macro} ".cxx"
  !insertmacro ${macro} ".go"
  !insertmacro ${macro} ".rs"
  !insertmacro ${macro} ".s"
  !insertmacro ${macro} ".toml"
  !insertmacro ${macro} ".zig"
!macroend

!macro Offer ending
  WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\SupportedTypes" "${ending}" ""
  WriteRegNone HKCU "${CLASSES}\${ending}\OpenWithProgids" "${KIND}"
!macroend

!macro Withdraw ending
  DeleteRegValue HKCU "${CLASSES}\${ending}\OpenWithProgids" "${KIND}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ending}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ending}"
!macroend

; The desktop reads the kinds of files again.
!macro TellTheDesktop
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Section "$(APP)" APP_SECTION
  SectionIn RO
  !insertmacro WaitUntilClosed "${WINDOW}"
  !insertmacro WaitUntilClosed "${CONSOLE}"
  ; An earlier version's files must not be taken for this one's.
  ${If} ${FileExists} "$INSTDIR\${WINDOW}"
    RMDir /r "$INSTDIR\_internal"
  ${EndIf}
  !include "${FILES}"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "Software\${NAME}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${APP_PATHS}\${CONSOLE}" "" "$INSTDIR\${CONSOLE}"
  WriteRegStr HKCU "${APP_PATHS}\${WINDOW}" "" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Scratchpress contributors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "$(OPEN_WITH)" OPEN_WITH_SECTION
  WriteRegStr HKCU "${CLASSES}\${KIND}" "" "$(SOURCE_FILE)"
  WriteRegStr HKCU "${CLASSES}\${KIND}\DefaultIcon" "" "$INSTDIR\${WINDOW},0"
  WriteRegStr HKCU "${CLASSES}\${KIND}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
  WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\shell\open\command" "" \
    '"$INSTDIR\${WINDOW}" "%1"'
  !insertmacro ForEachEnding Offer
  !insertmacro TellTheDesktop
SectionEnd

Section /o "$(DESKTOP)" DESKTOP_SECTION
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${WINDOW}"
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${APP_SECTION} "$(ON_THE_APP)"
  !insertmacro MUI_DESCRIPTION_TEXT ${OPEN_WITH_SECTION} "$(ON_OPEN_WITH)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Section "Uninstall"
  !insertmacro WaitUntilClosed "${WINDOW}"
  !insertmacro WaitUntilClosed "${CONSOLE}"
  !insertmacro ForEachEnding Withdraw
  DeleteRegKey HKCU "${CLASSES}\${KIND}"
  DeleteRegKey HKCU "${CLASSES}\Applications\${WINDOW}"
  DeleteRegKey HKCU "${APP_PATHS}\${CONSOLE}"
  DeleteRegKey HKCU "${APP_PATHS}\${WINDOW}"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\${NAME}"
  !insertmacro TellTheDesktop
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  ; Only what is ours: the person may have chosen a folder with other things in it.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${WINDOW}"
  Delete "$INSTDIR\${CONSOLE}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ; What can be made again; what the person chose is kept for another time.
  RMDir /r "$LOCALAPPDATA\scratchpress\Cache"
SectionEnd
