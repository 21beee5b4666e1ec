using System.Text.Json;
using System.Text.Json.Serialization;

namespace XHand.Web.Live;

/// <summary>A list that was made JSON once and is sent to many.</summary>
[JsonConverter(typeof(Writer))]
internal sealed record LiveItems(byte[] Utf8)
{
    private sealed class Writer : JsonConverter<LiveItems>
    {
        public override LiveItems Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A list is sent and never received.");

        public override void Write(Utf8JsonWriter writer, LiveItems value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8, skipInputValidation: true);
    }
}
