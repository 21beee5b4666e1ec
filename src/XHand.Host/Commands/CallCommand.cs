using System.CommandLine;
using System.Text.Json;
using XHand.Web.Api;

namespace XHand.Host.Commands;

/// <summary><c>xhand call FROM TO</c>.</summary>
internal static class CallCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> from = new("FROM") { Description = "The extension that is rung first." };
        Argument<string> to = new("TO") { Description = "What is dialled for it." };
        Option<string?> company = CommandContext.CompanyOption();
        Option<bool> json = CommandContext.JsonOption();
        Command command = new("call", "Places a call and prints its id.") { from, to, company, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            JsonElement placed = await daemon.PostAsync("calls", new CallBody(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to)), cancellation);
            await (parsed.GetValue(json) ? context.WriteJsonAsync(placed) : context.Output.WriteLineAsync(placed.GetProperty("callId").GetString()));
            return ExitStatus.Done;
        });
        return command;
    }
}
