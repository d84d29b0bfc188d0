/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jit.h - programs as code in this process, many at a time.

     struct jit *j = jit_new ();
     jit_add (j, program);  ...
     jit_compile (j);
     jit_code (j, program, &code);

   The code calls world.h for every object and access.  A statement that is
   switched off is skipped at run time, so nothing is compiled anew when a
   program shrinks.  */

#ifndef ORACLE_JIT_H
#define ORACLE_JIT_H

#include "world.h"

struct jit;

struct jit *jit_new (void);
void jit_add (struct jit *, struct program *);
void jit_compile (struct jit *);
void jit_code (struct jit *, struct program *, struct code *);
void jit_free (struct jit *);

#endif
