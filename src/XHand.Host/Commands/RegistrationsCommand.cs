using System.CommandLine;

namespace XHand.Host.Commands;

/// <summary><c>xhand registrations</c>.</summary>
internal static class RegistrationsCommand
{
    public static Command Create(CommandContext context) => ListCommand.Create(
        context,
        "registrations",
        "The phones that are registered, by number.",
        "registrations",
        ["NUMBER", "SOURCE", "VIA", "EXPIRES", "PHONE", "CONTACT"],
        phone =>
        [
            ListCommand.Text(phone, "number"),
            ListCommand.Text(phone, "source"),
            ListCommand.Text(phone, "protocol"),
            LocalTime.Of(phone, "expiresAt"),
            ListCommand.Text(phone, "userAgent"),
            ListCommand.Text(phone, "contact"),
        ],
        "No phone is registered.");
}
