/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower-late.cc - what the facts after inlining say besides.

       printf ("%p %s", p, q)     p is handed over as a number, q is not
       gcc -fno-builtin-malloc    malloc is disowned: nobody knows what it does
       gcc -fPIC, f is exported   f may be replaced: weak

   Promotion rests on these; findings do not.

   Not modelled: formats with explicit positions: every argument of such a
   call counts as shown.  */

#include "lower-internal.h"

/* ---- functions ---------------------------------------------------------- */

/* Does an option say that functions called NAME are not the builtin ones?  */
static bool
switched_off (const char *name)
{
  if (in_lto_p || flag_no_builtin)
    return true;
  for (unsigned i = 0; i < save_decoded_options_count; i++)
    {
      const struct cl_decoded_option *o = &save_decoded_options[i];
      if (o->opt_index == OPT_fbuiltin_ && !o->value && !strcmp (o->arg, name))
        return true;
    }
  return false;
}

/* The builtin that FNDECL, which is none, is called like, or NULL.  */
static tree
namesake (tree fndecl)
{
  if (fndecl_built_in_p (fndecl) || !DECL_NAME (fndecl))
    return NULL_TREE;
  const char *name = IDENTIFIER_POINTER (DECL_NAME (fndecl));
  size_t n = strlen ("__builtin_");
  for (int i = 0; i < END_BUILTINS; i++)
    {
      tree b = builtin_decl_explicit ((enum built_in_function)i);
      if (!b || !DECL_NAME (b))
        continue;
      const char *own = IDENTIFIER_POINTER (DECL_NAME (b));
      if (!strncmp (own, "__builtin_", n) && !strcmp (own + n, name))
        return b;
    }
  return NULL_TREE;
}

/* Is FNDECL called like a builtin without being it?  An option may say so, or
   a declaration that does not fit.  (-std=c11 knows no strdup; one that is
   declared as POSIX says is POSIX's all the same.)  */
static bool
disowned (tree fndecl)
{
  tree b = namesake (fndecl);
  return b
         && (switched_off (IDENTIFIER_POINTER (DECL_NAME (fndecl)))
             || !types_compatible_p (TREE_TYPE (fndecl), TREE_TYPE (b)));
}

unsigned
esc_lower_late_flags (tree fndecl)
{
  unsigned flags = 0;
  if (DECL_EXTERNAL (fndecl) && disowned (fndecl))
    flags |= ESC_FN_DISOWNED;
  cgraph_node *node = cgraph_node::get (fndecl);
  if (node && node->definition && node->get_availability () < AVAIL_AVAILABLE)
    flags |= ESC_FN_WEAK;
  return flags;
}

/* ---- formats ------------------------------------------------------------ */

/* The text of format argument ARG, or NULL.  */
static const char *
format_text (tree arg)
{
  return arg ? c_getstr (arg) : NULL;
}

/* Past the flags, width and precision of the conversion at S; each `*` takes
   an argument.  */
static const char *
skip_sizes (const char *s, unsigned *arg)
{
  for (; *s && strchr ("-+ #0'I123456789.*", *s); s++)
    *arg += *s == '*';
  while (*s && strchr ("hlqjztL", *s))
    s++;
  return s;
}

/* Of the arguments from ARG on, all but those that FORMAT prints as text.  */
static unsigned
shown_by (const char *format, unsigned arg)
{
  unsigned shown = arg < 32 ? ~0u << arg : 0;
  for (const char *s = format; (s = strchr (s, '%'));)
    {
      s = skip_sizes (s + 1, &arg);
      if (*s == '$')
        return shown;
      if (*s == '%')
        {
          s++;
          continue;
        }
      if (!*s)
        break;
      if (*s == 's' && arg < 31)
        shown &= ~(1u << arg);
      arg++;
      s++;
    }
  return shown;
}

/* Which argument is the format and which the first of the rest, for a
   function of TYPE that prints; false if it is none.  */
static bool
prints (tree type, int64_t *format, int64_t *rest)
{
  tree a = lookup_attribute ("format", TYPE_ATTRIBUTES (type));
  if (!a)
    return false;
  tree kind = TREE_VALUE (a), at = TREE_CHAIN (kind), first = TREE_CHAIN (at);
  const char *name = IDENTIFIER_POINTER (TREE_VALUE (kind));
  return strstr (name, "printf") && esc_lower_constant (TREE_VALUE (at), format)
         && esc_lower_constant (TREE_VALUE (first), rest) && *rest > 0;
}

/* Is FNTYPE one of a function that reads by a format?  */
static bool
scans (tree type)
{
  tree a = lookup_attribute ("format", TYPE_ATTRIBUTES (type));
  return a
         && strstr (IDENTIFIER_POINTER (TREE_VALUE (TREE_VALUE (a))), "scanf");
}

unsigned
esc_lower_shown (gcall *s)
{
  tree type = gimple_call_fntype (s);
  if (gimple_call_internal_p (s) || !type || !stdarg_p (type))
    return 0;
  int64_t at, rest;
  unsigned named = type_num_arguments (type);
  if (scans (type))
    return 0;
  if (!prints (type, &at, &rest) || at < 1 || at > gimple_call_num_args (s))
    return named < 32 ? ~0u << named : 0;
  const char *text = format_text (gimple_call_arg (s, at - 1));
  if (!text)
    return named < 32 ? ~0u << named : 0;
  return shown_by (text, rest - 1);
}

/* ---- statements --------------------------------------------------------- */

void
esc_lower_note_stmt (struct esc_lower *lo, gcall *s)
{
  struct esc_lower_stmts *l = lo->late;
  if (l->n == l->cap)
    {
      l->cap = l->cap ? 2 * l->cap : 256;
      l->v = XRESIZEVEC (struct esc_lower_stmt, l->v, l->cap);
    }
  l->v[l->n].fn = lo->fn;
  l->v[l->n].ins = lo->b->nins - 1;
  l->v[l->n].decl = lo->decl;
  l->v[l->n++].stmt = s;
}
