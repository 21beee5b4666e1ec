using System.CommandLine;
using System.Text.Json;

namespace XHand.Host.Commands;

/// <summary><c>xhand alarms</c>.</summary>
internal static class AlarmsCommand
{
    /// <summary>Heads of the table.</summary>
    public static readonly string[] Heads = ["SINCE", "SEVERITY", "ALARM", "SUBJECT", "TEXT"];

    public static Command Create(CommandContext context)
    {
        Option<bool> ended = new("--ended") { Description = "The last that ended, newest first." };
        Option<string?> company = CommandContext.CompanyOption();
        Option<bool> json = CommandContext.JsonOption();
        Command command = new("alarms", "What is wrong, the worst first.") { ended, company, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            JsonElement alarms = await daemon.GetAsync(parsed.GetValue(ended) ? "alarms?ended=true" : "alarms", cancellation);
            await ListCommand.PrintAsync(context, alarms, parsed.GetValue(json), Heads, Row, "No alarms.");
            return ExitStatus.Done;
        });
        return command;
    }

    /// <summary>One alarm's cells.</summary>
    public static string[] Row(JsonElement alarm) =>
    [
        LocalTime.Of(alarm, "since"),
        ListCommand.Text(alarm, "severity"),
        ListCommand.Text(alarm, "code"),
        ListCommand.Text(alarm, "subject"),
        ListCommand.Text(alarm, "text"),
    ];
}
