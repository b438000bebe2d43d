using Atmosphere.Grains.Ports;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Atmosphere.Api.Intake;

/// <summary>A photo as it is sent: the body itself, or the first file of a multipart form, as the original's stations send it.</summary>
internal static class PhotoBody
{
    /// <summary>RFC 2046, 5.1.1.</summary>
    private const int LongestBoundary = 70;

    /// <summary>Text fields may come before the picture.</summary>
    private const int MostParts = 20;

    private static IntakeRefusal TooLarge { get; } =
        new(StatusCodes.Status413PayloadTooLarge, $"A photo is at most {IntakeLimits.LargestUpload / 1024 / 1024} MB.");

    /// <returns>Bytes that begin like a picture which is not too large, or why not.</returns>
    public static async Task<(byte[]? Bytes, IntakeRefusal? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (bytes, refusal) = await ReadAnyAsync(request, cancellationToken);
        refusal ??= PhotoIntake.Refuse(bytes);
        return refusal is null ? (bytes, null) : (null, refusal);
    }

    private static async Task<(byte[]? Bytes, IntakeRefusal? Refusal)> ReadAnyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // Not every form: curl calls whatever it posts a urlencoded one, unless it is told otherwise.
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return OrTooLarge(await BoundedBody.ReadAsync(request.Body, request.ContentLength, IntakeLimits.LargestUpload, cancellationToken));

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (boundary is not { Length: > 0 and <= LongestBoundary }) return (null, BadForm($"The form has no boundary of 1 to {LongestBoundary} characters."));
        try
        {
            // Skipped parts are read past, not kept.
            var form = new MultipartReader(boundary, request.Body);
            for (var part = 0; part < MostParts && await form.ReadNextSectionAsync(cancellationToken) is { } section; part++)
            {
                if (IsFile(section)) return OrTooLarge(await BoundedBody.ReadAsync(section.Body, null, IntakeLimits.LargestUpload, cancellationToken));
            }

            return (null, BadForm($"The form holds no file: send the picture as one of its first {MostParts} parts, with a file name."));
        }
        catch (Exception fault) when (fault is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return (null, BadForm("The form can't be read: it breaks off, or its headers are wrong."));
        }
    }

    private static bool IsFile(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) && disposition.IsFileDisposition();

    private static (byte[]? Bytes, IntakeRefusal? Refusal) OrTooLarge(byte[]? bytes) => bytes is null ? (null, TooLarge) : (bytes, null);

    private static IntakeRefusal BadForm(string reason) => new(StatusCodes.Status400BadRequest, reason);
}
