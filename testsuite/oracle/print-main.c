/* SPDX-License-Identifier: GPL-3.0-or-later */
/* print-main.c - a main function for generated programs.

   It calls every function with every assignment of the boolean inputs, in the
   plain surroundings of run.c, and prints a sum of all numbers in the memory
   that it gave: what another way of compiling must not change.  Memory is
   filled by one C function for each type:

       static void fill_7 (void *at, int depth);

   What the functions free of it stays (link with -Wl,--wrap=free).  */

#include "program.h"

#include <stdio.h>

static void
put_pointee (struct text *t, enum ty ty)
{
  enum ty to = ty == TY_PV ? TY_NODE : types[ty].to;
  int n = to == TY_INT || to == TY_PI ? 4 : 1;
  text_put (t,
            "  char *q = depth > 4 ? 0 : take (%d);\n"
            "  *p = (void *) q;\n"
            "  for (int i = 0; q && i < %d; i++)\n"
            "    fill_%d ((void *) (q + i * %d), depth + 1);\n",
            n * types[to].size, n, to, types[to].size);
}

static void
put_fill (struct text *t, enum ty ty)
{
  const struct type *y = &types[ty];
  text_put (t, "static void\nfill_%d (void *at, int depth)\n{\n", ty);
  if (ty == TY_INT)
    text_put (t, "  (void) depth;\n  note (at);\n");
  else if (ty_is_pointer (ty))
    {
      text_put (t, "  void **p = at;\n");
      put_pointee (t, ty);
    }
  else if (!ty_is_aggregate (ty) || ty == TY_UNI)
    text_put (t, "  (void) depth;\n  *(void **) at = %s;\n",
              ty == TY_FN ? "(void *) stub" : "0");
  for (int i = 0; i < y->count; i++)
    text_put (t, "  fill_%d ((char *) at + %d, depth);\n", y->elem,
              i * types[y->elem].size);
  for (int i = 0; ty != TY_UNI && i < y->nfields; i++)
    text_put (t, "  fill_%d ((char *) at + %d, depth);\n", y->fields[i].ty,
              y->fields[i].off);
  text_put (t, "}\n");
}

/* What the calls need, once in a file.  */
static void
put_library (struct text *t)
{
  text_put (t, "\n#include <stdio.h>\n"
               "static _Alignas (16) char pool[1 << 20];\n"
               "static size_t used;\n"
               "static int *noted[1 << 14];\n"
               "static int nnoted;\n"
               "static void stub (void *p) { (void) p; }\n"
               "static void *take (size_t n)\n{\n"
               "  void *p = pool + used;\n"
               "  used += (n + 15) / 16 * 16;\n"
               "  return p;\n}\n"
               "void __real_free (void *);\n"
               "void __wrap_free (void *p)\n{\n"
               "  if ((char *) p < pool || (char *) p >= pool + sizeof pool)\n"
               "    __real_free (p);\n}\n"
               "static void note (int *p)\n{\n"
               "  *p = nnoted %% 9;\n"
               "  noted[nnoted++] = p;\n}\n"
               "static void show (const char *name, int inputs, int r)\n{\n"
               "  unsigned sum = (unsigned) r;\n"
               "  for (int i = 0; i < nnoted; i++)\n"
               "    sum = sum * 31 + (unsigned) *noted[i];\n"
               "  printf (\"%%s %%d %%u\\n\", name, inputs, sum);\n"
               "  used = 0;\n  nnoted = 0;\n}\n");
  for (int ty = TY_INT; ty < NTYPES; ty++)
    if (ty != TY_AFN)
      text_put (t, "static void fill_%d (void *, int);\n", ty);
  for (int ty = TY_INT; ty < NTYPES; ty++)
    if (ty != TY_AFN)
      put_fill (t, (enum ty)ty);
}

static void
put_globals (struct text *t, const struct program *p)
{
  for (int i = 0, bit = 0; i < p->nglobals; i++)
    {
      const struct var *g = p->globals[i];
      if (g->input)
        text_put (t, "      %s = in >> %d & 1;\n", g->name, bit++);
      else if (!g->off && g->ty != TY_AFN)
        text_put (t, "      fill_%d (&%s, 1);\n", g->ty, g->name);
    }
}

static void
put_calls (struct text *t, const struct program *p, const struct func *f)
{
  int bits = program_inputs (p, f), bit = bits;
  for (int i = 0; i < f->nparams; i++)
    bit -= f->params[i]->input;
  text_put (t, "  for (int in = 0; in < %d; in++)\n    {\n", 1 << bits);
  put_globals (t, p);
  for (int i = 0; i < f->nparams; i++)
    {
      const struct var *v = f->params[i];
      char name[16];
      snprintf (name, sizeof name, "p%d", i);
      text_put (t, "      ");
      text_put_decl (t, v->ty, name);
      text_put (t, ";\n");
      if (v->input)
        text_put (t, "      p%d = in >> %d & 1;\n", i, bit++);
      else
        text_put (t, "      fill_%d (&p%d, 1);\n", v->ty, i);
    }
  text_put (t, "      %s%s (", f->ret == TY_INT ? "int r = " : "", f->name);
  for (int i = 0; i < f->nparams; i++)
    text_put (t, i ? ", p%d" : "p%d", i);
  text_put (t, ");\n      show (\"%s\", in, %s);\n    }\n", f->name,
            f->ret == TY_INT ? "r" : "0");
}

void
print_main (struct text *t, struct program **ps, int n)
{
  put_library (t);
  text_put (t, "\nint\nmain (void)\n{\n");
  for (int i = 0; i < n; i++)
    for (int k = 0; k < ps[i]->nfuncs; k++)
      if (!ps[i]->funcs[k]->off)
        put_calls (t, ps[i], ps[i]->funcs[k]);
  text_put (t, "}\n");
}
