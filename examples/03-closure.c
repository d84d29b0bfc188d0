/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A closure that captures a local.

   Go allocates a closure that outlives its function, and the variables that it
   captures by reference.  C has two kinds of closure: GNU C's nested function,
   which uses its parent's frame, and a callback with a context pointer.  Both
   are dead when the frame is.  */

typedef void handler (void *context);

static handler *on_tick;
static void *tick_context;

static void
register_tick (handler *fn, void *context)
{
  on_tick = fn;
  tick_context = context;
}

static void
count (void *context)
{
  ++*(int *)context;
}

static int
each (const int *v, int n, void (*fn) (int))
{
  for (int i = 0; i < n; i++)
    fn (v[i]);
  return n;
}

int
sum (const int *v, int n)
{
  int total = 0;
  void add (int x) { total += x; }
  each (v, n, add);
  return total;
}

void (*adder (int start)) (int)
{
  int total = start;
  void add (int x) { total += x; }
  return add;
}

void
start_ticking (void)
{
  int ticks = 0;
  register_tick (count, &ticks);
}

void
tick (void)
{
  if (on_tick)
    on_tick (tick_context);
}

/* clang-format off */
/* What escape says, with -fplugin-arg-escape-m:

   <<<
   15:25: note: leaking param: fn
   15:35: note: leaking param: context
   22:14: note: context does not escape
   28:18: note: v does not escape
   28:35: note: fn does not escape
   36:17: note: v does not escape
   54:7: note: ticks escapes: passed to 'register_tick'
   48:10: warning: nested function 'add', which uses the variables of 'adder', is returned by 'adder' [CWE-825] [escape-closure]
   55:3: warning: callback that uses local variable 'ticks' is left in 'tick_context' when 'start_ticking' returns [CWE-825] [escape-closure]
   >>>

   What Go 1.19 says, with -gcflags='-m -l':

   var onTick func()

   func registerTick(fn func()) { onTick = fn }  // leaking param: fn

   func each(v []int, fn func(int)) {  // v does not escape; fn does not escape
       for _, x := range v {
           fn(x)
       }
   }

   func sum(v []int) int {  // v does not escape
       total := 0
       each(v, func(x int) { total += x })  // func literal does not escape
       return total
   }

   func adder(start int) func(int) {
       total := start  // moved to heap: total
       return func(x int) { total += x }  // func literal escapes to heap
   }

   func startTicking() {
       ticks := 0  // moved to heap: ticks
       registerTick(func() { ticks++ })  // func literal escapes to heap
   }  */
