using System.CommandLine;
using System.Text.Json;
using XHand.Calls.Tracing;

namespace XHand.Host.Commands;

/// <summary><c>xhand trace CALL</c>.</summary>
internal static class TraceCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<Guid> call = new("CALL") { Description = "The call's id, as 'xhand calls' and 'xhand records' show it." };
        Option<bool> full = new("--full") { Description = "Also each SIP message as it was, secrets and digits masked." };
        Option<string?> company = CommandContext.CompanyOption();
        Option<bool> json = CommandContext.JsonOption();
        Command command = new("trace", "The call's ladder: SIP messages, decisions, media quality.") { call, full, company, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            JsonElement found = await daemon.GetAsync($"calls/{parsed.GetRequiredValue(call)}/trace", cancellation);
            if (parsed.GetValue(json))
            {
                await context.WriteJsonAsync(found);
                return ExitStatus.Done;
            }

            CallTrace trace = found.Deserialize<CallTrace>(JsonSerializerOptions.Web)!;
            await context.Output.WriteAsync(TraceLadder.Of(trace, parsed.GetValue(full), TimeZoneInfo.Local));
            return ExitStatus.Done;
        });
        return command;
    }
}
