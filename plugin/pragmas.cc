/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pragmas.cc - `#pragma escape`: findings that are meant.

     #pragma escape push
     #pragma escape ignored "escape-global" "cleared by the caller"
     #pragma escape pop
     #pragma escape ok "escape-global" "cleared by the caller"

   `ignored` holds from its line to that of the `pop` that ends its `push`, or
   to the end of the source.  `ok` holds for the next statement (an `if` or a
   loop with all that is in it; but of a bare block only for the first), or,
   outside functions, for the function that follows.  RULE is what the arguments
   take: names, `*` patterns, `all`, comma-separated.  The reason is required.

   A suppression is a range of lines, so it does not matter where on a line a
   _Pragma in a macro stands.  The preprocessor runs the handlers, not the
   parser: a pragma can stand wherever white space can, and cannot become the
   body of an `if`.

   A suppression without a purpose is reported, unless a function that it
   covers was not analysed (an unused inline function of a header), or may be
   what `escape link' finds.  */

#include "pragmas.h"
#include "arguments.h"
#include "diagnostics.h"
#include "lower.h"

/* One `ignored` or `ok`.  BEGIN and END are plain locations.  */
struct suppression
{
  location_t where; /* the pragma */
  location_t begin, end;
  bool chosen[ESC_NSWITCHES];
  char *rules, *reason;
  bool open; /* an `ignored` that no `pop` has ended */
  bool used;
};

/* A function of the source and its lines.  */
struct span
{
  location_t begin, end;
  unsigned uid;
};

static vec<suppression> suppressions;
static vec<unsigned> pending; /* those that do not know yet */
static vec<span> spans;
static vec<location_t> pushes;   /* of the open `push`es */
static vec<unsigned> push_marks; /* how many suppressions there were then */

/* ---- lines --------------------------------------------------------------- */

static bool
same_line (location_t a, location_t b)
{
  expanded_location x = expand_location (a), y = expand_location (b);
  return x.line == y.line && x.file && y.file && !strcmp (x.file, y.file);
}

/* Is plain location L on the lines from BEGIN to END?  */
static bool
between (location_t l, location_t begin, location_t end)
{
  return (l >= begin || same_line (l, begin))
         && (l <= end || same_line (l, end));
}

/* ---- reading ------------------------------------------------------------- */

/* The next token of the pragma if it is a string: a copy of its content
   without quotes; else NULL.  */
static char *
read_string (cpp_reader *reader)
{
  const cpp_token *t = cpp_get_token (reader);
  if (t->type != CPP_STRING || t->val.str.len < 2)
    return NULL;
  size_t n = t->val.str.len - 2;
  char *s = XNEWVEC (char, n + 1);
  memcpy (s, t->val.str.text + 1, n);
  s[n] = '\0';
  return s;
}

/* Was that all of the pragma?  */
static bool
at_end (cpp_reader *reader, const char *name)
{
  if (cpp_get_token (reader)->type == CPP_EOF)
    return true;
  warning_at (input_location, 0, "extra text after %<#pragma escape %s%>",
              name);
  return false;
}

/* Read RULE and REASON of the pragma called NAME into *S.  What is malformed
   is reported, and suppresses nothing.  */
static bool
read_suppression (cpp_reader *reader, const char *name, suppression *s)
{
  memset (s, 0, sizeof *s);
  s->where = s->begin = s->end = esc_gcc_plain_location (input_location);
  s->rules = read_string (reader);
  if (!s->rules)
    {
      warning_at (s->where, 0,
                  "%<#pragma escape %s%> needs a rule and a reason, as in "
                  "%<#pragma escape %s \"escape-global\" \"why\"%>",
                  name, name);
      return false;
    }
  const char *wrong = esc_rules_select (s->rules, s->chosen);
  if (wrong)
    {
      warning_at (s->where, 0, "%<#pragma escape %s%>: %s", name, wrong);
      return false;
    }
  s->reason = read_string (reader);
  if (!s->reason || s->reason[strspn (s->reason, " \t")] == '\0')
    {
      warning_at (s->where, 0,
                  "%<#pragma escape %s \"%s\"%> needs a reason, as a second "
                  "string",
                  name, s->rules);
      return false;
    }
  return at_end (reader, name);
}

static void
on_ignored (cpp_reader *reader)
{
  suppression s;
  if (!read_suppression (reader, "ignored", &s))
    return;
  s.open = true;
  s.end = (location_t)-1;
  suppressions.safe_push (s);
}

static void
on_ok (cpp_reader *reader)
{
  suppression s;
  if (!read_suppression (reader, "ok", &s))
    return;
  pending.safe_push (suppressions.length ());
  suppressions.safe_push (s);
}

static void
on_push (cpp_reader *reader)
{
  if (!at_end (reader, "push"))
    return;
  pushes.safe_push (input_location);
  push_marks.safe_push (suppressions.length ());
}

static void
on_pop (cpp_reader *reader)
{
  if (!at_end (reader, "pop"))
    return;
  if (pushes.is_empty ())
    {
      warning_at (input_location, 0,
                  "%<#pragma escape pop%> without %<#pragma escape push%>");
      return;
    }
  pushes.pop ();
  for (unsigned i = push_marks.pop (); i < suppressions.length (); i++)
    if (suppressions[i].open)
      {
        suppressions[i].open = false;
        suppressions[i].end = esc_gcc_plain_location (input_location);
      }
}

static void
on_pragma (cpp_reader *reader)
{
  static const struct
  {
    const char *name;
    void (*handler) (cpp_reader *);
  } table[] = { { "push", on_push },
                { "pop", on_pop },
                { "ignored", on_ignored },
                { "ok", on_ok } };
  const cpp_token *t = cpp_get_token (reader);
  const char *name
      = t->type == CPP_NAME ? (const char *)NODE_NAME (t->val.node.node) : "";
  for (size_t i = 0; i < ARRAY_SIZE (table); i++)
    if (!strcmp (name, table[i].name))
      {
        table[i].handler (reader);
        return;
      }
  warning_at (input_location, 0,
              "%<#pragma escape%s%s%>: expected %<push%>, %<pop%>, "
              "%<ignored \"RULE\" \"reason\"%> or %<ok \"RULE\" "
              "\"reason\"%>",
              *name ? " " : "", name);
}

void
esc_pragmas_register (void)
{
  esc_gcc_register_pragma ("escape", on_pragma);
}

/* ---- what an `ok` holds for ---------------------------------------------- */

/* The lines of a tree.  */
struct hull
{
  location_t first, last;
};

static void
widen (struct hull *h, location_t l)
{
  l = esc_gcc_plain_location (l);
  if (l <= BUILTINS_LOCATION)
    return;
  if (h->first == UNKNOWN_LOCATION || l < h->first)
    h->first = l;
  if (l > h->last)
    h->last = l;
}

static tree
widen_by_tree (tree *t, int *, void *data)
{
  struct hull *h = (struct hull *)data;
  if (EXPR_P (*t) && EXPR_HAS_LOCATION (*t))
    {
      source_range range = EXPR_LOCATION_RANGE (*t);
      widen (h, range.m_start);
      widen (h, EXPR_LOCATION (*t));
      widen (h, range.m_finish);
    }
  if (TREE_CODE (*t) == DECL_EXPR)
    widen (h, DECL_SOURCE_LOCATION (DECL_EXPR_DECL (*t)));
  return NULL_TREE;
}

/* A search for the first statement after a line.  */
struct next_statement
{
  location_t after;
  struct hull found;
};

/* walk_tree's preorder meets statements in the order of the source, and the
   outer before the inner.  */
static tree
find_next (tree *t, int *walk_subtrees, void *data)
{
  struct next_statement *n = (struct next_statement *)data;
  struct hull h = { UNKNOWN_LOCATION, UNKNOWN_LOCATION };
  walk_tree_without_duplicates (t, widen_by_tree, &h);
  if (h.first == UNKNOWN_LOCATION || h.last < n->after)
    {
      *walk_subtrees = 0;
      return NULL_TREE;
    }
  /* Whether a list or block is one that the user wrote cannot be seen.  */
  if (h.first < n->after || TREE_CODE (*t) == STATEMENT_LIST
      || TREE_CODE (*t) == BIND_EXPR)
    return NULL_TREE;
  n->found = h;
  return *t;
}

/* The `ok` *S stands in function FNDECL: it holds for the statement that comes
   next, or for its own line if there is none.  */
static void
settle_in_function (suppression *s, tree fndecl)
{
  struct next_statement n = { s->begin, { s->begin, s->begin } };
  walk_tree_without_duplicates (&DECL_SAVED_TREE (fndecl), find_next, &n);
  s->begin = MIN (s->begin, n.found.first);
  s->end = n.found.last;
}

/* If the `ok` *S holds for function FNDECL on lines F, or for something in it,
   say what; true if so.  */
static bool
settle (suppression *s, tree fndecl, const span &f)
{
  if (between (s->begin, f.begin, f.end))
    settle_in_function (s, fndecl);
  else if (s->begin < f.begin && !decl_function_context (fndecl))
    s->end = f.end;
  else
    return false;
  return true;
}

void
esc_pragmas_function (tree fndecl)
{
  struct function *fun = DECL_STRUCT_FUNCTION (fndecl);
  if (!fun)
    return;
  span f
      = { esc_gcc_plain_location (DECL_SOURCE_LOCATION (fndecl)),
          esc_gcc_plain_location (fun->function_end_locus), DECL_UID (fndecl) };
  spans.safe_push (f);
  unsigned kept = 0;
  for (unsigned i = 0; i < pending.length (); i++)
    if (!settle (&suppressions[pending[i]], fndecl, f))
      pending[kept++] = pending[i];
  pending.truncate (kept);
}

/* An `ok` before a declaration at file scope holds for that.  */
void
esc_pragmas_declaration (tree decl)
{
  if (pending.is_empty () || !VAR_OR_FUNCTION_DECL_P (decl)
      || !DECL_FILE_SCOPE_P (decl))
    return;
  location_t here = esc_gcc_plain_location (DECL_SOURCE_LOCATION (decl));
  unsigned kept = 0;
  for (unsigned i = 0; i < pending.length (); i++)
    if (suppressions[pending[i]].begin < here)
      suppressions[pending[i]].end = here;
    else
      pending[kept++] = pending[i];
  pending.truncate (kept);
}

/* ---- using --------------------------------------------------------------- */

bool
esc_pragmas_any (void)
{
  return !suppressions.is_empty ();
}

/* The suppressions by their first location, and over each range of that order
   that a binary division makes, the last location of any: so that those which
   hold for a place are found without looking at the others.  Made when they
   are first asked for, which is after all of the source was read.  */
static vec<unsigned> by_begin;
static vec<location_t> last_in;

/* The first and last location of the line of plain location L.  */
static location_t
line_begin (location_t l)
{
  if (l < RESERVED_LOCATION_COUNT)
    return l;
  const line_map_ordinary *map
      = linemap_check_ordinary (linemap_lookup (line_table, l));
  return l - ((location_t)SOURCE_COLUMN (map, l) << map->m_range_bits);
}

static location_t
line_end (location_t l)
{
  if (l < RESERVED_LOCATION_COUNT || l > LINE_MAP_MAX_LOCATION)
    return l; /* nowhere; never ends */
  const line_map_ordinary *map
      = linemap_check_ordinary (linemap_lookup (line_table, l));
  return line_begin (l) + (1u << map->m_column_and_range_bits) - 1;
}

static int
compare_begin (const void *pa, const void *pb)
{
  unsigned a = *(const unsigned *)pa, b = *(const unsigned *)pb;
  location_t x = suppressions[a].begin, y = suppressions[b].begin;
  return x != y ? (x < y ? -1 : 1) : (a > b) - (a < b);
}

/* Fill last_in[NODE], of the range from LO to HI, and below.  */
static location_t
make_last (unsigned node, unsigned lo, unsigned hi)
{
  location_t last;
  if (hi - lo == 1)
    last = line_end (suppressions[by_begin[lo]].end);
  else
    {
      unsigned mid = (lo + hi) / 2;
      location_t l = make_last (2 * node, lo, mid);
      location_t r = make_last (2 * node + 1, mid, hi);
      last = MAX (l, r);
    }
  return last_in[node] = last;
}

static void
order_suppressions (void)
{
  unsigned n = suppressions.length ();
  if (by_begin.length () == n)
    return;
  by_begin.truncate (0);
  for (unsigned i = 0; i < n; i++)
    by_begin.safe_push (i);
  by_begin.qsort (compare_begin);
  last_in.safe_grow_cleared (4 * n);
  make_last (1, 0, n);
}

/* What is asked: places, rules; and the answer so far.  */
struct asking
{
  location_t first, last;
  int rule, end; /* from RULE up to END */
  int newest;    /* the last of the suppressions that hold, or -1 */
};

static bool
chosen (const suppression *s, const struct asking *a)
{
  for (int rule = a->rule; rule < a->end; rule++)
    if (s->chosen[rule])
      return true;
  return false;
}

static void
ask (struct asking *a, unsigned node, unsigned lo, unsigned hi)
{
  if (last_in[node] < a->first
      || line_begin (suppressions[by_begin[lo]].begin) > a->last)
    return;
  if (hi - lo > 1)
    {
      unsigned mid = (lo + hi) / 2;
      ask (a, 2 * node, lo, mid);
      ask (a, 2 * node + 1, mid, hi);
      return;
    }
  suppression *s = &suppressions[by_begin[lo]];
  if (!chosen (s, a) || line_end (s->end) < a->first)
    return;
  s->used = true;
  a->newest = MAX (a->newest, (int)by_begin[lo]);
}

const char *
esc_pragmas_reason (location_t where, int rule)
{
  if (suppressions.is_empty ())
    return NULL;
  order_suppressions ();
  location_t at = esc_gcc_plain_location (where);
  struct asking a = { at, at, rule, rule + 1, -1 };
  ask (&a, 1, 0, suppressions.length ());
  return a.newest < 0 ? NULL : suppressions[a.newest].reason;
}

void
esc_pragmas_crossing (location_t from, location_t to)
{
  if (suppressions.is_empty ())
    return;
  order_suppressions ();
  /* The rules before that are of addresses.  */
  struct asking a = { esc_gcc_plain_location (from),
                      esc_gcc_plain_location (to), 0, ESC_RULE_LARGE, -1 };
  ask (&a, 1, 0, suppressions.length ());
}

typedef hash_set<int_hash<unsigned, 0> > uid_set;

static int
compare_spans (const void *pa, const void *pb)
{
  const span *a = (const span *)pa, *b = (const span *)pb;
  if (a->begin != b->begin)
    return a->begin < b->begin ? -1 : 1;
  return a->uid < b->uid ? -1 : a->uid > b->uid;
}

/* Leave in SPANS the functions that are not among the analysed ones, in order,
   each ending where the last of those up to it does.  */
static void
keep_unanalysed (uid_set *analysed)
{
  unsigned n = 0;
  for (unsigned i = 0; i < spans.length (); i++)
    if (!analysed->contains (spans[i].uid))
      spans[n++] = spans[i];
  spans.truncate (n);
  spans.qsort (compare_spans);
  for (unsigned i = 1; i < n; i++)
    spans[i].end = MAX (spans[i].end, spans[i - 1].end);
}

/* Does suppression S cover a function that is not among the analysed ones?  */
static bool
covers_unanalysed (const suppression *s)
{
  unsigned lo = 0, hi = spans.length ();
  while (lo < hi)
    {
      unsigned mid = (lo + hi) / 2;
      if (spans[mid].begin <= s->end)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo && spans[lo - 1].end >= s->begin;
}

static void
show_unused (const suppression *s)
{
  char text[512];
  snprintf (text, sizeof text, "this suppression of '%s' suppresses nothing",
            s->rules);
  esc_show_warning (s->where, ESC_RULE_UNUSED, text);
}

void
esc_pragmas_show_unused (const struct esc_module *m)
{
  uid_set analysed;
  if (!suppressions.is_empty ())
    for (uint32_t i = 0; i < m->nfns; i++)
      if (m->fns[i].body && !(m->fns[i].flags & ESC_FN_UNREACHED))
        analysed.add (m->fns[i].uid);
  keep_unanalysed (&analysed);
  for (unsigned i = 0; i < suppressions.length (); i++)
    if (!suppressions[i].used && !in_system_header_at (suppressions[i].where)
        && !covers_unanalysed (&suppressions[i]))
      show_unused (&suppressions[i]);
  for (unsigned i = 0; i < pushes.length (); i++)
    warning_at (pushes[i], 0,
                "%<#pragma escape push%> without %<#pragma escape pop%>");
}

void
esc_pragmas_each (void (*each) (const struct esc_pragma *))
{
  for (unsigned i = 0; i < suppressions.length (); i++)
    {
      const suppression *s = &suppressions[i];
      struct esc_pragma p
          = { s->where, s->begin, s->end, s->rules, s->reason, s->used };
      if (!in_system_header_at (s->where))
        each (&p);
    }
}

void
esc_pragmas_reset (void)
{
  for (unsigned i = 0; i < suppressions.length (); i++)
    {
      free (suppressions[i].rules);
      free (suppressions[i].reason);
    }
  suppressions.release ();
  pending.release ();
  by_begin.release ();
  last_in.release ();
  spans.release ();
  pushes.release ();
  push_marks.release ();
}
