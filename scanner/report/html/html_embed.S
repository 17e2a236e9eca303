/* The style sheet and the script of the HTML report, as bytes in the program's read-only data. */
#if defined(__APPLE__)
#define SECTION .const_data
#define NAME(x) _##x
#else
#define SECTION .section .rodata
#define NAME(x) x
#endif
    SECTION
    .global NAME(rekey_html_style)
    .global NAME(rekey_html_style_end)
NAME(rekey_html_style):
    .incbin "html_page.css"
NAME(rekey_html_style_end):
    .byte 0
    .global NAME(rekey_html_script)
    .global NAME(rekey_html_script_end)
NAME(rekey_html_script):
    .incbin "html_page.js"
NAME(rekey_html_script_end):
    .byte 0
#if defined(__linux__)
    .section .note.GNU-stack, "", %progbits
#endif
