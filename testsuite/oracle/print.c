/* SPDX-License-Identifier: GPL-3.0-or-later */
/* print.c - a generated program as C text, one statement a line.

   Records in the tree the line of every declaration and statement, by which
   the compiler's messages are found again (plugin.c).  What is switched off is
   not printed; an expression that is off is a zero.  */

#include "program.h"

#include <stdio.h>
#include <string.h>

static void put_expr (struct text *, const struct expr *);
static void put_stmts (struct text *, struct stmt *, int depth);

/* E where it is a value that can be switched off.  */
static void
put_part (struct text *t, const struct expr *e)
{
  if (e->off)
    text_put (t, "0");
  else
    put_expr (t, e);
}

void
text_put_decl (struct text *t, enum ty ty, const char *name)
{
  const char *fmt = types[ty].decl;
  const char *hole = strstr (fmt, "%s");
  text_put (t, "%.*s%s%s", (int)(hole - fmt), fmt, name, hole + 2);
}

static void
put_args (struct text *t, const struct expr *e)
{
  text_put (t, " (");
  for (int i = 0; i < e->nargs; i++)
    {
      bool vararg = e->op == EX_CALL && e->fn->params[i]->vararg;
      text_put (t, i ? ", " : "");
      if (vararg)
        {
          text_put (t, "(");
          text_put_decl (t, e->fn->params[i]->ty, "");
          text_put (t, ") ");
        }
      put_part (t, e->args[i]);
    }
  text_put (t, ")");
}

static void
put_binary (struct text *t, const struct expr *e, const char *op)
{
  text_put (t, "(");
  put_expr (t, e->a);
  text_put (t, " %s ", op);
  put_expr (t, e->b);
  text_put (t, ")");
}

static void
put_field (struct text *t, const struct expr *e)
{
  const char *name = types[e->a->ty].fields[e->n].name;
  if (e->a->op == EX_DEREF)
    {
      put_expr (t, e->a->a);
      text_put (t, "->%s", name);
      return;
    }
  put_expr (t, e->a);
  text_put (t, ".%s", name);
}

static void
put_malloc (struct text *t, const struct expr *e)
{
  char name[64];
  snprintf (name, sizeof name, types[e->n].decl, "");
  text_put (t, "malloc (sizeof (%s))", name);
}

static void
put_literal (struct text *t, const struct expr *e)
{
  e->var->line = t->line;
  text_put (t, "(");
  text_put_decl (t, e->ty, "");
  text_put (t, ") { ");
  put_part (t, e->a);
  text_put (t, " }");
}

static void
put_block_value (struct text *t, const struct expr *e)
{
  text_put (t, "({\n");
  put_stmts (t, e->body, 1);
  put_expr (t, e->a);
  text_put (t, "; })");
}

static void
put_operation (struct text *t, const struct expr *e)
{
  switch (e->op)
    {
    case EX_EQ:
      put_binary (t, e, "==");
      break;
    case EX_AND:
      put_binary (t, e, "&&");
      break;
    case EX_ADD:
      put_binary (t, e, "+");
      break;
    case EX_NOT:
      text_put (t, "!");
      put_expr (t, e->a);
      break;
    case EX_SELECT:
      text_put (t, "(");
      put_expr (t, e->a);
      text_put (t, " ? ");
      put_part (t, e->b);
      text_put (t, " : ");
      put_part (t, e->c);
      text_put (t, ")");
      break;
    case EX_CALL:
      text_put (t, "%s", e->fn->name);
      put_args (t, e);
      break;
    case EX_ICALL:
      put_expr (t, e->a);
      put_args (t, e);
      break;
    case EX_MALLOC:
      put_malloc (t, e);
      break;
    case EX_LITERAL:
      put_literal (t, e);
      break;
    case EX_STMT:
      put_block_value (t, e);
      break;
    default:
      text_put (t, "%s", e->fn->name);
      break;
    }
}

static void
put_cast (struct text *t, const struct expr *e)
{
  text_put (t, "((");
  text_put_decl (t, e->ty, "");
  text_put (t, ") ");
  put_expr (t, e->a);
  text_put (t, ")");
}

static void
put_expr (struct text *t, const struct expr *e)
{
  switch (e->op)
    {
    case EX_INT:
      text_put (t, "%d", e->n);
      break;
    case EX_NULL:
      text_put (t, "0");
      break;
    case EX_VAR:
      text_put (t, "%s", e->var->name);
      break;
    case EX_DEREF:
      text_put (t, "(*");
      put_expr (t, e->a);
      text_put (t, ")");
      break;
    case EX_FIELD:
      put_field (t, e);
      break;
    case EX_INDEX:
      put_expr (t, e->a);
      text_put (t, "[");
      put_expr (t, e->b);
      text_put (t, "]");
      break;
    case EX_ADDR:
      text_put (t, "&");
      put_expr (t, e->a);
      break;
    case EX_CAST:
      put_cast (t, e);
      break;
    default:
      put_operation (t, e);
      break;
    }
}

/* ---- statements ---------------------------------------------------------- */

static void
put_declaration (struct text *t, struct stmt *s)
{
  s->var->line = t->line;
  if (s->var->vla)
    {
      text_put (t, s->var->ty == TY_PI ? "int *%s[" : "int %s[", s->var->name);
      put_part (t, s->rhs);
      text_put (t, "];\n");
      return;
    }
  text_put_decl (t, s->var->ty, s->var->name);
  if (s->rhs)
    {
      text_put (t, " = ");
      if (s->rhs->op == EX_NULL && ty_is_aggregate (s->var->ty))
        text_put (t, "{ 0 }");
      else
        put_part (t, s->rhs);
    }
  text_put (t, ";\n");
}

static void
put_move (struct text *t, const struct stmt *s)
{
  const struct expr *size = s->lhs;
  text_put (t, s->op == ST_COPY ? "memcpy (&" : "memset (&");
  put_expr (t, s->lhs);
  text_put (t, s->op == ST_COPY ? ", &" : ", 0");
  if (s->op == ST_COPY)
    put_expr (t, s->rhs);
  text_put (t, ", %d);\n", types[size->ty].size);
}

static void
put_body (struct text *t, struct stmt *body, int depth)
{
  text_put (t, "%*s{\n", 2 * depth, "");
  put_stmts (t, body, depth + 1);
  text_put (t, "%*s}\n", 2 * depth, "");
}

static void
put_switch (struct text *t, struct stmt *s, int depth)
{
  text_put (t, "switch (");
  put_part (t, s->cond);
  text_put (t, ")\n%*s{\n%*scase 0:\n", 2 * depth, "", 2 * depth, "");
  put_body (t, s->alt, depth + 1);
  text_put (t, "%*sbreak;\n%*sdefault:\n", 2 * depth + 2, "", 2 * depth, "");
  put_body (t, s->body, depth + 1);
  text_put (t, "%*s}\n", 2 * depth, "");
}

static void
put_loop (struct text *t, struct stmt *s, int depth)
{
  const char *v = s->var->name;
  s->var->line = t->line;
  if (s->form == LOOP_FOR)
    text_put (t, "for (int %s = 0; %s < ", v, v);
  else
    text_put (t, "{\n%*sint %s = 0;\n%*s", 2 * depth, "", v, 2 * depth, "");
  if (s->form == LOOP_WHILE)
    text_put (t, "while (%s++ < ", v);
  if (s->form == LOOP_DO)
    text_put (t, "do\n");
  else
    {
      put_part (t, s->cond);
      text_put (t, s->form == LOOP_FOR ? "; %s++)\n" : ")\n", v);
    }
  put_body (t, s->body, depth);
  if (s->form == LOOP_DO)
    {
      text_put (t, "%*swhile (++%s < ", 2 * depth, "", v);
      put_part (t, s->cond);
      text_put (t, ");\n");
    }
  if (s->form != LOOP_FOR)
    text_put (t, "%*s}\n", 2 * depth, "");
}

static void
put_control (struct text *t, struct stmt *s, int depth)
{
  if (s->op == ST_LOOP)
    {
      put_loop (t, s, depth);
      return;
    }
  if (s->op == ST_SWITCH)
    {
      put_switch (t, s, depth);
      return;
    }
  text_put (t, "if (");
  put_part (t, s->cond);
  text_put (t, ")\n");
  put_body (t, s->body, depth);
  if (s->alt)
    {
      text_put (t, "%*selse\n", 2 * depth, "");
      put_body (t, s->alt, depth);
    }
}

static void
put_simple (struct text *t, struct stmt *s)
{
  switch (s->op)
    {
    case ST_SET:
      put_expr (t, s->lhs);
      text_put (t, " = ");
      put_part (t, s->rhs);
      text_put (t, ";\n");
      break;
    case ST_EXPR:
      put_part (t, s->rhs);
      text_put (t, ";\n");
      break;
    case ST_RET:
      text_put (t, "return");
      if (s->rhs)
        {
          text_put (t, " ");
          put_part (t, s->rhs);
        }
      text_put (t, ";\n");
      break;
    case ST_FREE:
      text_put (t, "free (");
      put_part (t, s->rhs);
      text_put (t, ");\n");
      break;
    case ST_COPY:
    case ST_ZERO:
      put_move (t, s);
      break;
    case ST_LABEL:
      text_put (t, "out: ;\n");
      break;
    case ST_GOTO:
      text_put (t, "goto out;\n");
      break;
    default:
      text_put (t, s->op == ST_BREAK ? "break;\n" : "continue;\n");
      break;
    }
}

static void
put_stmts (struct text *t, struct stmt *s, int depth)
{
  for (; s; s = s->next)
    {
      s->line = t->line;
      if (s->off)
        continue;
      if (s->op == ST_BLOCK)
        {
          put_body (t, s->body, depth);
          continue;
        }
      text_put (t, "%*s", 2 * depth, "");
      if (s->op == ST_IF || s->op == ST_LOOP || s->op == ST_SWITCH)
        put_control (t, s, depth);
      else if (s->op == ST_DECL)
        put_declaration (t, s);
      else
        put_simple (t, s);
    }
}

/* ---- programs ------------------------------------------------------------ */

static void
put_head (struct text *t, const struct func *f)
{
  char head[256];
  int n = snprintf (head, sizeof head, "%s (", f->name);
  for (int i = 0; i < f->nparams; i++)
    {
      n += snprintf (head + n, sizeof head - (size_t)n, i ? ", " : "");
      if (f->params[i]->vararg)
        {
          n += snprintf (head + n, sizeof head - (size_t)n, "...");
          break;
        }
      n += snprintf (head + n, sizeof head - (size_t)n,
                     types[f->params[i]->ty].decl, f->params[i]->name);
    }
  snprintf (head + n, sizeof head - (size_t)n, f->nparams ? ")" : "void)");
  if (f->is_static)
    text_put (t, "static ");
  text_put_decl (t, f->ret, head);
}

void
print_prologue (struct text *t)
{
  if (!t->line)
    t->line = 1;
  text_put (t,
            "#include <stdarg.h>\n#include <stdint.h>\n#include <stdlib.h>\n"
            "#include <string.h>\n\n"
            "struct node { struct node *next; int *data; int value; };\n"
            "union either { int *q; intptr_t i; };\n"
            "struct box { int *p; void *any; struct node *list;"
            " struct node in; union either u; int *a[3]; };\n"
            "struct callback { void (*fn) (void *); void *context; };\n"
            "_Static_assert (sizeof (struct box) == %d, \"layout\");\n",
            types[TY_BOX].size);
}

/* What is behind the `...' of F becomes variables.  */
static void
put_varargs (struct text *t, struct func *f)
{
  bool any = false;
  for (int i = 0; i < f->nparams; i++)
    {
      struct var *v = f->params[i];
      char type[64];
      if (!v->vararg)
        continue;
      if (!any)
        text_put (t, "  va_list ap;\n  va_start (ap, %s);\n",
                  f->params[i - 1]->name);
      any = true;
      snprintf (type, sizeof type, types[v->ty].decl, "");
      v->line = t->line;
      text_put (t, "  ");
      text_put_decl (t, v->ty, v->name);
      text_put (t, " = va_arg (ap, %s);\n", type);
    }
  if (any)
    text_put (t, "  va_end (ap);\n");
}

/* A constant table of functions.  */
static void
put_table (struct text *t, const struct var *v)
{
  text_put (t, "static ");
  text_put_decl (t, v->ty, v->name);
  for (int i = 0; i < TABLE_SIZE; i++)
    text_put (t, "%s%s", i ? ", " : " = { ", v->table[i]->name);
  text_put (t, " };\n");
}

static void
put_function (struct text *t, struct func *f)
{
  text_put (t, "\n");
  f->line = t->line;
  for (int k = 0; k < f->nparams; k++)
    f->params[k]->line = t->line;
  put_head (t, f);
  text_put (t, "\n{\n");
  put_varargs (t, f);
  put_stmts (t, f->body, 1);
  text_put (t, "}\n");
}

void
print_program (struct text *t, struct program *p)
{
  p->first_line = t->line;
  text_put (t, "\n/* seed %llu */\n", (unsigned long long)p->seed);
  for (int i = 0; i < p->nglobals; i++)
    {
      struct var *g = p->globals[i];
      g->line = t->line;
      if (g->off || g->ty == TY_AFN)
        continue;
      text_put_decl (t, g->ty, g->name);
      text_put (t, ";\n");
    }
  for (int i = 0; i < p->nfuncs; i++)
    if (!p->funcs[i]->off)
      {
        put_head (t, p->funcs[i]);
        text_put (t, ";\n");
      }
  for (int i = 0; i < p->nglobals; i++)
    if (p->globals[i]->ty == TY_AFN && !p->globals[i]->off)
      put_table (t, p->globals[i]);
  for (int i = 0; i < p->nfuncs; i++)
    if (!p->funcs[i]->off)
      put_function (t, p->funcs[i]);
  p->last_line = t->line - 1;
}
