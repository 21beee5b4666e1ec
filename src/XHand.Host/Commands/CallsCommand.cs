using System.CommandLine;

namespace XHand.Host.Commands;

/// <summary><c>xhand calls</c>.</summary>
internal static class CallsCommand
{
    public static Command Create(CommandContext context) => ListCommand.Create(
        context,
        "calls",
        "The live calls, oldest first.",
        "calls",
        ["STARTED", "FROM", "DIALLED", "TO", "STATE", "CALL"],
        call =>
        [
            LocalTime.Of(call, "startedAt"),
            ListCommand.Text(call, "from"),
            ListCommand.Text(call, "dialled"),
            ListCommand.Text(call, "to"),
            ListCommand.Text(call, "state"),
            ListCommand.Text(call, "callId"),
        ],
        "No calls.");
}
