    .globl sum
    .text
sum:
#ifdef __x86_64__
    xorl %eax, %eax
1:  testq %rsi, %rsi
    jz 2f
    addq (%rdi), %rax
    addq $8, %rdi
    decq %rsi
    jmp 1b
2:  ret
#else
    mov x2, #0
1:  cbz x1, 2f
    ldr x3, [x0], #8
    add x2, x2, x3
    sub x1, x1, #1
    b 1b
2:  mov x0, x2
    ret
#endif
