using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using XHand.Web.Api;

namespace XHand.Host.Commands;

/// <summary><c>xhand records</c>.</summary>
internal static class RecordsCommand
{
    public static Command Create(CommandContext context)
    {
        Option<string?> since = new("--since") { Description = "Only calls since then: an age such as 1h or 7d, or a time.", HelpName = "WHEN" };
        Option<string?> number = new("--number") { Description = "Only calls from or to this number.", HelpName = "N" };
        Option<string?> queue = new("--queue") { Description = "Only calls of this queue.", HelpName = "Q" };
        Option<int> limit = new("--limit") { Description = "At most so many, 1 to 1000.", HelpName = "N", DefaultValueFactory = _ => 50 };
        Option<string?> company = CommandContext.CompanyOption();
        Option<bool> json = CommandContext.JsonOption();
        Command command = new("records", "Call records, newest first.") { since, number, queue, limit, company, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(queue) is { } unknown)
            {
                throw CommandException.Refused($"There are no queues in this version, so no call record belongs to queue {unknown}.");
            }

            if (parsed.GetValue(since) is { } when && Moment.Parse(when, TimeProvider.System.GetUtcNow()) is null)
            {
                throw CommandException.BadUsage($"--since is \"{when}\"; {Moment.Allowed}.");
            }

            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            string path = DaemonClient.Query(
                "call-records",
                ("since", parsed.GetValue(since)),
                ("number", parsed.GetValue(number)),
                ("limit", parsed.GetValue(limit).ToString(CultureInfo.InvariantCulture)));
            JsonElement records = await daemon.GetAsync(path, cancellation);
            await ListCommand.PrintAsync(
                context, records, parsed.GetValue(json), ["STARTED", "WAY", "FROM", "DIALLED", "TO", "TRUNK", "TAG", "RESULT", "TALKED", "ENDED BY", "CALL"], Row, "No call records.");
            return ExitStatus.Done;
        });
        return command;
    }

    private static string[] Row(JsonElement record) =>
    [
        LocalTime.Of(record, "startedAt"),
        ListCommand.Text(record, "direction"),
        ListCommand.Text(record, "from"),
        ListCommand.Text(record, "dialled"),
        ListCommand.Text(record, "to"),
        ListCommand.Text(record, "trunk"),
        ListCommand.Text(record, "tag"),
        ListCommand.Text(record, "result"),
        record.TryGetProperty("talkMs", out JsonElement talk) ? LocalTime.Length(talk.GetInt64()) : "-",
        ListCommand.Text(record, "endedBy"),
        ListCommand.Text(record, "callId"),
    ];
}
