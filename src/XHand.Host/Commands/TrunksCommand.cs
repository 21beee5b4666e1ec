using System.CommandLine;

namespace XHand.Host.Commands;

/// <summary><c>xhand trunks</c>.</summary>
internal static class TrunksCommand
{
    public static Command Create(CommandContext context) => ListCommand.Create(
        context,
        "trunks",
        "The trunks as they are now, by name.",
        "trunk-status",
        ["TRUNK", "STATE", "CALLS", "LIMIT", "ADDRESS", "SINCE", "DETAIL"],
        trunk =>
        [
            ListCommand.Text(trunk, "name"),
            ListCommand.Text(trunk, "state"),
            ListCommand.Text(trunk, "calls"),
            ListCommand.Text(trunk, "maxCalls") is var most && most == "0" ? "-" : most,
            ListCommand.Text(trunk, "remote"),
            LocalTime.Of(trunk, "since"),
            ListCommand.Text(trunk, "detail"),
        ],
        "There are no trunks.");
}
