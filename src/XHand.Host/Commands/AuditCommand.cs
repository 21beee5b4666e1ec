using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace XHand.Host.Commands;

/// <summary><c>xhand audit list|check</c>.</summary>
internal static class AuditCommand
{
    public static Command Create(CommandContext context)
    {
        Command command = new("audit", "Who did what, when and from where.");
        command.Subcommands.Add(List(context));
        command.Subcommands.Add(Check(context));
        return command;
    }

    private static Command List(CommandContext context)
    {
        Option<string?> since = new("--since") { Description = "Not older than this: 1h, 7d, or a time such as 2026-11-21T22:00.", HelpName = "WHEN" };
        Option<string?> kind = new("--kind") { Description = "Of this kind: extensions, users, sessions, calls...", HelpName = "KIND" };
        Option<string?> key = new("--key") { Description = "Of this record: its number, name or login.", HelpName = "KEY" };
        Option<string?> actor = new("--actor") { Description = "By this actor: a login, a key's name, or cli.", HelpName = "ACTOR" };
        Option<int?> limit = new("--limit") { Description = "At most so many, 1 to 1000.", HelpName = "N" };
        Option<string?> company = CommandContext.CompanyOption();
        Option<bool> json = CommandContext.JsonOption();
        Command command = new("list", "The audit, newest first.") { since, kind, key, actor, limit, company, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            string query = DaemonClient.Query(
                "audit",
                ("since", parsed.GetValue(since)),
                ("kind", parsed.GetValue(kind)),
                ("key", parsed.GetValue(key)),
                ("actor", parsed.GetValue(actor)),
                ("limit", parsed.GetValue(limit)?.ToString(CultureInfo.InvariantCulture)));
            JsonElement rows = await daemon.GetAsync(query, cancellation);
            await ListCommand.PrintAsync(
                context, rows, parsed.GetValue(json), ["WHEN", "WHO", "FROM", "ACTION", "KIND", "KEY", "BEFORE", "AFTER"], Row, "Nothing.");
            return ExitStatus.Done;
        });
        return command;
    }

    private static Command Check(CommandContext context)
    {
        Command command = new("check", "Reads the whole audit and finds a row that was changed, lost or added by other hands; exit status 1 when there is one.");
        command.SetAction(async (_, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(null);
            JsonElement check = await daemon.GetAsync("audit/check", cancellation);
            if (check.TryGetProperty("brokenAt", out JsonElement broken))
            {
                throw CommandException.Refused($"The audit is broken at entry {broken.GetInt64()}: it, or one before the next, was changed, lost or added by other hands.");
            }

            await context.Output.WriteLineAsync($"The audit is whole: {check.GetProperty("entries").GetInt64()} entries.");
            return ExitStatus.Done;
        });
        return command;
    }

    private static string[] Row(JsonElement row) =>
    [
        LocalTime.Of(row, "at"),
        ListCommand.Text(row, "actor"),
        ListCommand.Text(row, "address"),
        ListCommand.Text(row, "action"),
        ListCommand.Text(row, "kind"),
        ListCommand.Text(row, "key"),
        Raw(row, "before"),
        Raw(row, "after"),
    ];

    private static string Raw(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement value) ? value.GetRawText() : "-";
}
