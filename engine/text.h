/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.h - facts as text: what unit tests are written in and `dump` prints.

   Example:

     global g 8                       # name, size; words: static extern const
     hidden stdio.buffer escape-call  # a library's memory and its rule
     func f(c:4, p*, s[24])           # c: 4-byte integer, p: pointer, s: an
       local x 4                      # aggregate parameter in memory
       local v vla 100                # an object for alloca, bound 100
     b0:
       q = load [p + 8] 8 .node.next  # base + offset, size, record.member;
                                      # `of 24` after it: the record's size
       r = add q 16
       store [&x + 4] 8 = r
       store [&g + i*8 + 0] 8 = &x    # variable index times stride
       copy [&s] 24 = [p]
       fill [&s] 24 = 0
       t = call h(&x, q, 3)           # result, callee by name or (value)
       call *q(&x)                    # indirect
       if c == 0 b1 b2
     b1:
       m = phi b0:q b2:&x+4
       end x
       ret m
     b2:
       stop

   A name before `=` defines a value; names are per function.  `pure`, `const`,
   `noreturn` before `call` set its flags; `weak`, `main`, `extern`,
   `noreturn`, `taken` after the parameter list set the function's.  A location
   is written @N at the end of a line; by default it is the line's number.

   The rest of the language: text.c and text-body.c (declarations), text-ops.c
   (operations), text-place.c (operands).  What is read has passed
   esc_body_check.  */

#ifndef ESC_TEXT_H
#define ESC_TEXT_H

#include "facts.h"

#ifdef __cplusplus
extern "C" {
#endif

struct esc_text_error
{
  unsigned line, column; /* from 1 */
  char message[160];
};

/* Read TEXT (NUL-terminated) into M.  False, with *ERR filled and M in a
   state that can only be freed, if it is malformed.  */
bool esc_text_read (struct esc_module *m, const char *text,
                    struct esc_text_error *err);

/* Print FN, or the whole module if FN is ESC_NONE, as text that
   esc_text_read accepts, through PUT (which is handed ARG).  */
void esc_text_write (const struct esc_module *m, uint32_t fn,
                     void (*put) (void *arg, const char *s), void *arg);

#ifdef __cplusplus
}
#endif
#endif
