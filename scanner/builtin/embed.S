/* The files that compile_rules wrote, as bytes in the program's read-only data. */
#if defined(__APPLE__)
#define SECTION .const_data
#define NAME(x) _##x
#else
#define SECTION .section .rodata
#define NAME(x) x
#endif
    SECTION
    .balign 64
    .global NAME(rekey_builtin_rules)
    .global NAME(rekey_builtin_rules_end)
NAME(rekey_builtin_rules):
    .incbin "builtin_rules.bin"
NAME(rekey_builtin_rules_end):
    .byte 0
    .balign 64
    .global NAME(rekey_builtin_database)
    .global NAME(rekey_builtin_database_end)
NAME(rekey_builtin_database):
    .incbin "builtin_database.bin"
NAME(rekey_builtin_database_end):
    .byte 0
#if defined(__linux__)
    .section .note.GNU-stack, "", %progbits
#endif
