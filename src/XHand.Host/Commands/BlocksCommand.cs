using System.CommandLine;
using System.Text.Json;
using XHand.Web.Api;

namespace XHand.Host.Commands;

/// <summary><c>xhand blocks</c>, <c>xhand block</c> and <c>xhand unblock</c>.</summary>
internal static class BlocksCommand
{
    private static readonly string[] _heads = ["ADDRESS", "USER", "SINCE", "UNTIL", "REASON"];

    public static Command List(CommandContext context)
    {
        Option<bool> json = CommandContext.JsonOption();
        Command command = new("blocks", "Addresses and users that are not listened to.") { json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(null);
            JsonElement blocks = await daemon.GetAsync("blocks", cancellation);
            await ListCommand.PrintAsync(context, blocks, parsed.GetValue(json), _heads, Row, "Nobody is blocked.");
            return ExitStatus.Done;
        });
        return command;
    }

    public static Command Add(CommandContext context)
    {
        Argument<string> address = new("ADDRESS") { Description = "An address such as 203.0.113.9, or a network such as 203.0.113.0/24." };
        Option<string?> reason = new("--reason") { Description = "Why." };
        Option<int?> minutes = new("--minutes") { Description = "For how long; left out: for good." };
        Command command = new("block", "Listens no more to an address or network.") { address, reason, minutes };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(null);
            await daemon.PostAsync("blocks", new BlockBody(parsed.GetRequiredValue(address), parsed.GetValue(reason), parsed.GetValue(minutes)), cancellation);
            return ExitStatus.Done;
        });
        return command;
    }

    public static Command Remove(CommandContext context)
    {
        Argument<string> address = new("ADDRESS") { Description = "As 'xhand blocks' shows it." };
        Command command = new("unblock", "Listens to an address or network again, and to the users that were blocked from there.") { address };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(null);
            await daemon.DeleteAsync($"blocks?address={Uri.EscapeDataString(parsed.GetRequiredValue(address))}", cancellation);
            return ExitStatus.Done;
        });
        return command;
    }

    private static string[] Row(JsonElement block) =>
    [
        ListCommand.Text(block, "address"),
        ListCommand.Text(block, "user"),
        LocalTime.Of(block, "since"),
        block.TryGetProperty("until", out _) ? LocalTime.Of(block, "until") : "-",
        ListCommand.Text(block, "reason"),
    ];
}
