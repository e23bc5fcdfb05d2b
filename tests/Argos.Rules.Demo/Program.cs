using Argos.Rules.Demo;
using Spectre.Console;

return DemoArguments.Parse(args) switch
{
    DemoArguments.Help => Usage.Write(Console.Out),
    DemoArguments.Wrong wrong => Usage.Refuse(Console.Error, wrong.Argument),
    DemoArguments.Run run => await DemoRun.RunAsync(run.Once, AnsiConsole.Console),
    _ => throw new NotSupportedException(),
};
