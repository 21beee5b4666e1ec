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
        Option<string?> from = new("--from") { Description = "The calling extension; with --trunk the caller's number.", HelpName = "NUMBER" };
        Option<string?> dial = new("--dial") { Description = "What the extension dials.", HelpName = "DIGITS" };
        Option<string?> trunk = new("--trunk") { Description = "The trunk that a call from outside comes over.", HelpName = "NAME" };
        Option<string?> did = new("--did") { Description = "The number that it calls.", HelpName = "NUMBER" };
        Option<string?> at = new("--at") { Description = "When, such as 2026-11-21T22:00; now when left out.", HelpName = "TIME" };
        Option<string?> company = CommandContext.CompanyOption();
        Option<bool> json = CommandContext.JsonOption();
        Command command = new("explain", "Every decision the dial plan would take, and why, without placing a call.") 
        {
            from, dial, trunk, did, at, company, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(at) is { } when && Moment.Parse(when, TimeProvider.System.GetUtcNow()) is null)
            {
                throw CommandException.BadUsage($"--at is \"{when}\"; {Moment.Allowed}.");
            }

            bool isFromInside = parsed.GetValue(from) is not null && parsed.GetValue(dial) is not null && parsed.GetValue(trunk) is null && parsed.GetValue(did) is null;
            bool isFromOutside = parsed.GetValue(dial) is null && parsed.GetValue(trunk) is not null && parsed.GetValue(did) is not null;
            if (!isFromInside && !isFromOutside)
            {
                throw CommandException.BadUsage("Give --from and --dial for an extension's call, or --trunk and --did (and --from) for a call from outside.");
            }

            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            string path = DaemonClient.Query(
                "explain",
                ("from", parsed.GetValue(from)),
                ("dial", parsed.GetValue(dial)),
                ("trunk", parsed.GetValue(trunk)),
                ("did", parsed.GetValue(did)),
                ("at", parsed.GetValue(at)));
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
        string callClass = plan.GetProperty("class").GetString()!;
        text.Append(destination.Name switch
        {
            "refusal" => $"=> refused with {destination.Value.GetProperty("sipStatus")}: {destination.Value.GetProperty("why").GetString()}\n",
            "trunks" => string.Concat(destination.Value.EnumerateArray().Select(choice => Choice(choice, callClass))),
            _ => $"=> {destination.Name} {destination.Value.GetString()} ({callClass})\n",
        });
        return text.ToString();
    }

    private static string Choice(JsonElement choice, string callClass)
    {
        string? Of(string key) => choice.GetProperty(key).GetString();
        return $"=> trunk {Of("trunk")} by route {Of("route")}: {Of("number")}, caller {Of("callerId")} ({callClass})\n";
    }
}
