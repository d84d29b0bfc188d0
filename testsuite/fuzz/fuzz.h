/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz.h - what the fuzzing targets share.

   Each fuzz-NAME.c is a libFuzzer target over one thing that reads input; what
   it does with the bytes must end in an answer or an error, never in a crash, a
   leak or an internal error.  run builds and runs them; corpus/NAME holds seeds
   and what was ever found.  */

#ifndef ESC_FUZZ_H
#define ESC_FUZZ_H

#include "text.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The bytes as a string, to be freed.  */
char *fuzz_string (const uint8_t *data, size_t size);
/* A new file that holds the bytes, open; its name in NAME.  */
#define FUZZ_NAME 64
FILE *fuzz_file (const uint8_t *data, size_t size, char name[FUZZ_NAME]);
/* Solve M at level audit with notes.  */
void fuzz_solve (struct esc_module *m);

#endif
