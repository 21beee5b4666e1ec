using System.CommandLine;
using System.Text;
using System.Text.Json;
using XHand.Web.Api;

namespace XHand.Host.Commands;

/// <summary><c>xhand explain</c>.</summary>
internal static class ExplainCommand
{
    public static Command Create(CommandContext context)
    {
        Option<string> from = new("--from") { Description = "The calling extension.", HelpName = "NUMBER", Required = true };
        Option<string> dial = new("--dial") { Description = "What it dials.", HelpName = "DIGITS", Required = true };
        Option<string?> at = new("--at") { Description = "When, such as 2026-11-21T22:00; now when left out.", HelpName = "TIME" };
        Option<string?> company = CommandContext.CompanyOption();
        Option<bool> json = CommandContext.JsonOption();
        Command command = new("explain", "Every decision the dial plan would take, and why, without placing a call.") { from, dial, at, company, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(at) is { } when && Moment.Parse(when, TimeProvider.System.GetUtcNow()) is null)
            {
                throw CommandException.BadUsage($"--at is \"{when}\"; {Moment.Allowed}.");
            }

            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            string path = DaemonClient.Query(
                "explain", ("from", parsed.GetRequiredValue(from)), ("dial", parsed.GetRequiredValue(dial)), ("at", parsed.GetValue(at)));
            JsonElement plan = await daemon.GetAsync(path, cancellation);
            await (parsed.GetValue(json) ? context.WriteJsonAsync(plan) : context.Output.WriteAsync(Text(plan)));
            return ExitStatus.Done;
        });
        return command;
    }

    private static string Text(JsonElement plan)
    {
        StringBuilder text = new();
        int step = 0;
        foreach (JsonElement reason in plan.GetProperty("reasons").EnumerateArray())
        {
            text.Append($"{++step}. {reason.GetProperty("rule").GetString()}: {reason.GetProperty("outcome").GetString()}\n");
        }

        JsonProperty destination = plan.GetProperty("destination").EnumerateObject().Single();
        text.Append(destination.Name == "refusal"
            ? $"=> refused with {destination.Value.GetProperty("sipStatus")}: {destination.Value.GetProperty("why").GetString()}\n"
            : $"=> {destination.Name} {destination.Value.GetString()} ({plan.GetProperty("class").GetString()})\n");
        return text.ToString();
    }
}
