using System.CommandLine;
using System.Text.Json;
using XHand.Web.Api;

namespace XHand.Host.Commands;

/// <summary><c>xhand log [LEVEL]</c>.</summary>
internal static class LogCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string?> level = new("LEVEL") { Description = "Trace, Debug, Information, Warning or Error, until the system stops.", Arity = ArgumentArity.ZeroOrOne };
        Command command = new("log", "Shows or changes the least level that is logged.") { level };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(null);
            JsonElement now = parsed.GetValue(level) is { } wanted
                ? await daemon.PutAsync("log-level", new LogLevelBody(wanted), cancellation)
                : await daemon.GetAsync("log-level", cancellation);
            await context.Output.WriteLineAsync(ListCommand.Text(now, "level"));
            return ExitStatus.Done;
        });
        return command;
    }
}
