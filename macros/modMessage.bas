Attribute VB_Name = "modMessage"
Option Explicit
Option Private Module

' VBA's MsgBox is ANSI: Vietnamese letters become question marks. The Unicode call does not.
Private Declare PtrSafe Function MessageBoxW Lib "user32" (ByVal hWnd As LongPtr, ByVal words As LongPtr, ByVal title As LongPtr, ByVal style As Long) As Long

Public Sub Tell(ByVal words As String)
    Show words, 64
End Sub

Public Sub Warn(ByVal words As String)
    Show words, 48
End Sub

Public Sub Fail(ByVal words As String)
    Show words, 16
End Sub

Private Sub Show(ByVal words As String, ByVal style As Long)
    Dim title As String
    title = "Báo cáo CCHC"
#If False Then
    MsgBox words, style, title
    Exit Sub
#End If
    MessageBoxW Application.Hwnd, StrPtr(words), StrPtr(title), style
End Sub
