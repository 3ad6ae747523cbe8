/* 10! by a loop, printed by the C library; the same source for both processors. */
#ifdef __x86_64__
    .globl main
    .text
main:
    pushq %rbx
    movl $10, %ecx
    movl $1, %eax
again:
    imull %ecx, %eax
    loop again
    movl %eax, %esi
    leaq format(%rip), %rdi
    xorl %eax, %eax
    call printf
    xorl %eax, %eax
    popq %rbx
    ret
#else
    .globl main
    .text
main:
    stp x29, x30, [sp, #-16]!
    mov w2, #10
    mov w1, #1
again:
    mul w1, w1, w2
    subs w2, w2, #1
    b.ne again
    adrp x0, format
    add x0, x0, :lo12:format
    bl printf
    mov w0, #0
    ldp x29, x30, [sp], #16
    ret
#endif
    .section .rodata
format: .asciz "10! is %d\n"
