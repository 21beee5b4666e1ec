using System.CommandLine;

namespace XHand.Host.Commands;

/// <summary><c>xhand hangup CALL</c>.</summary>
internal static class HangUpCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<Guid> call = new("CALL") { Description = "The call's id, as 'xhand calls' shows it." };
        Option<string?> company = CommandContext.CompanyOption();
        Command command = new("hangup", "Ends a call.") { call, company };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            await daemon.DeleteAsync($"calls/{parsed.GetRequiredValue(call)}", cancellation);
            return ExitStatus.Done;
        });
        return command;
    }
}
