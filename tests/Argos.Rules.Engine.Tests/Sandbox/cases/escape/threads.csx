// expect: refused ARG0302
new System.Threading.Thread(() => { }).Start(); return Allow();
// expect: refused ARG0302
System.Threading.Tasks.Task.Run(() => { }); return Allow();
// expect: refused ARG0302
System.Threading.ThreadPool.QueueUserWorkItem(_ => { }); return Allow();
// expect: refused ARG0302
System.Threading.Thread.Sleep(100000); return Allow();
// expect: refused ARG0302
var t = new System.Threading.Timer(_ => { }); return Allow();
// expect: refused ARG0201
await System.Threading.Tasks.Task.Delay(1); return Allow();
// expect: refused ARG0209
async void F() { } F(); return Allow();
// expect: refused ARG0209
Func<System.Threading.Tasks.Task> f = async () => { }; return Allow();
// expect: refused ARG0201
lock (Input) { } return Allow();
// expect: refused ARG0302
System.Threading.Monitor.Enter(Input); return Allow();
// expect: refused ARG0302
System.Threading.Interlocked.MemoryBarrier(); return Allow();
// expect: refused ARG0209
await foreach (var x in Input.SanDns) { } return Allow();
