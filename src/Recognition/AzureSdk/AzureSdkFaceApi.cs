using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.FaceApi;
using Azure;
using Azure.AI.Vision.Face;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Recognition.AzureSdk;

/// <summary>
/// The Face API over Azure's SDK. Its typed methods are used but for the training: its model of that wants a date of the last success,
/// and there is none before the first.
/// </summary>
internal sealed class AzureSdkFaceApi(
    Uri endpoint, FaceClient faces, LargePersonGroupClient group, string gallery, TimeSpan timeout, TimeProvider time, ILogger logger) : IFaceApi
{
    /// <summary>A page of our own persons has at most 248 ids of 39 characters each: about 10 MB.</summary>
    public const int MaxAnswerBytes = 32 * 1024 * 1024;

    public Task<Outcome<DetectedFaceWire[]>> DetectAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken) =>
        GetAsync(FaceApiOperation.Detect, async token =>
        {
            var detected = await faces.DetectAsync(
                BinaryData.FromBytes(image),
                FaceApiClient.DetectionModel,
                FaceApiClient.RecognitionModel,
                returnFaceId: true,
                returnFaceAttributes: [FaceAttributeType.Recognition04.QualityForRecognition],
                returnFaceLandmarks: false,
                cancellationToken: token);
            return detected.Value.Select(Detected).ToArray();
        }, cancellationToken);

    public async Task<Outcome<IdentifiedWire[]?>> IdentifyAsync(string detectedFaceId, double threshold, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(detectedFaceId, "D", out var faceId))
            return Outcome<IdentifiedWire[]?>.Expired("FaceNotFound", "The detected face is not one that Azure gave an id.");
        return await FindAsync(FaceApiOperation.Identify, async token =>
        {
            var identified = await faces.IdentifyFromLargePersonGroupAsync([faceId], gallery, 1, (float)threshold, token);
            return identified.Value.Select(Identified).ToArray();
        }, cancellationToken);
    }

    public Task<Outcome<GroupedWire>> GroupAsync(ImmutableArray<string> detectedFaceIds, CancellationToken cancellationToken) => PostAsync(
        FaceApiOperation.Group, "face/v1.2/group", new GroupWire { FaceIds = detectedFaceIds }, FaceApiJson.Default.GroupWire, FaceApiJson.Default.GroupedWire, cancellationToken);

    public Task<Outcome<ComparedWire>> CompareAsync(string detectedFaceId, string otherDetectedFaceId, CancellationToken cancellationToken) => PostAsync(
        FaceApiOperation.Compare,
        "face/v1.2/verify",
        new CompareWire { FaceId1 = detectedFaceId, FaceId2 = otherDetectedFaceId },
        FaceApiJson.Default.CompareWire,
        FaceApiJson.Default.ComparedWire,
        cancellationToken);

    /// <summary>Through the SDK's pipeline, with its authentication and policies: its models of these two answers demand more than is needed here.</summary>
    private Task<Outcome<TAnswer>> PostAsync<TQuestion, TAnswer>(
        FaceApiOperation operation, string path, TQuestion question, JsonTypeInfo<TQuestion> asks, JsonTypeInfo<TAnswer> answers, CancellationToken cancellationToken)
        where TAnswer : class => GetAsync(operation, async token =>
        {
            using var message = faces.Pipeline.CreateMessage();
            message.Request.Method = RequestMethod.Post;
            message.Request.Uri.Reset(new Uri(endpoint, path));
            message.Request.Headers.SetValue("Content-Type", "application/json");
            message.Request.Content = RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(question, asks));
            await faces.Pipeline.SendAsync(message, token);
            if (message.Response.IsError) throw new RequestFailedException(message.Response);
            return JsonSerializer.Deserialize(message.Response.Content.ToMemory().Span, answers) ?? throw new JsonException("The answer is null.");
        }, cancellationToken);

    public async Task<Outcome<bool>> CreateGalleryAsync(CancellationToken cancellationToken)
    {
        var created = await FindAsync(
            FaceApiOperation.EnsureGallery,
            token => group.CreateAsync(gallery, recognitionModel: FaceApiClient.RecognitionModel, cancellationToken: token),
            cancellationToken);
        return created.IsDone ? Outcome<bool>.Done(created.Value is not null) : created.As<bool>();
    }

    public Task<Outcome<GalleryWire>> GetGalleryAsync(CancellationToken cancellationToken) =>
        GetAsync(FaceApiOperation.EnsureGallery, async token =>
        {
            var found = await group.GetLargePersonGroupAsync(returnRecognitionModel: true, token);
            return new GalleryWire { RecognitionModel = found.Value.RecognitionModel?.ToString() };
        }, cancellationToken);

    public Task<Outcome<PersonWire>> CreatePersonAsync(string personKey, CancellationToken cancellationToken) =>
        GetAsync(FaceApiOperation.CreatePerson, async token =>
        {
            var created = await group.CreatePersonAsync(personKey, personKey, token);
            return new PersonWire { PersonId = Id(created.Value.PersonId) };
        }, cancellationToken);

    public Task<Outcome<PersonWire[]?>> GetPersonsAsync(string start, int top, CancellationToken cancellationToken) =>
        FindAsync(FaceApiOperation.FindPerson, async token =>
        {
            var page = await group.GetPersonsAsync(start.Length > 0 ? start : null, top, token);
            return page.Value.Select(Person).ToArray();
        }, cancellationToken);

    public Task<Outcome<PersonWire?>> GetPersonAsync(FaceApiOperation operation, string personId, CancellationToken cancellationToken) =>
        FindAsync(operation, async token => Person((await group.GetPersonAsync(Guid.Parse(personId), token)).Value), cancellationToken);

    public Task<Outcome<Nothing>> DeletePersonAsync(string personId, CancellationToken cancellationToken) => TellAsync(
        FaceApiOperation.DeletePerson, token => group.DeletePersonAsync(Guid.Parse(personId), Until(token)), cancellationToken);

    public Task<Outcome<PersistedFaceWire>> AddFaceAsync(
        string personId, ReadOnlyMemory<byte> image, PixelBox target, string faceKey, CancellationToken cancellationToken) =>
        GetAsync(FaceApiOperation.AddFace, async token =>
        {
            var added = await group.AddFaceAsync(
                Guid.Parse(personId),
                BinaryData.FromBytes(image),
                [target.Left, target.Top, target.Width, target.Height],
                FaceApiClient.DetectionModel,
                faceKey,
                token);
            return new PersistedFaceWire { PersistedFaceId = Id(added.Value.PersistedFaceId) };
        }, cancellationToken);

    public Task<Outcome<PersistedFaceWire?>> GetFaceAsync(string personId, string persistedFaceId, CancellationToken cancellationToken) =>
        FindAsync(FaceApiOperation.FindFace, async token =>
        {
            var found = await group.GetFaceAsync(Guid.Parse(personId), Guid.Parse(persistedFaceId), token);
            return new PersistedFaceWire { PersistedFaceId = Id(found.Value.PersistedFaceId), UserData = found.Value.UserData };
        }, cancellationToken);

    public Task<Outcome<Nothing>> DeleteFaceAsync(string personId, string persistedFaceId, CancellationToken cancellationToken) => TellAsync(
        FaceApiOperation.DeleteFace,
        token => group.DeleteFaceAsync(Guid.Parse(personId), Guid.Parse(persistedFaceId), Until(token)),
        cancellationToken);

    public Task<Outcome<Nothing>> TrainAsync(CancellationToken cancellationToken) =>
        TellAsync(FaceApiOperation.Train, token => group.TrainAsync(WaitUntil.Started, Until(token)), cancellationToken);

    public Task<Outcome<TrainingWire?>> GetTrainingAsync(CancellationToken cancellationToken) =>
        FindAsync(FaceApiOperation.GetTraining, async token =>
        {
            var status = await group.GetTrainingStatusAsync(Until(token));
            return JsonSerializer.Deserialize(status.Content.ToMemory().Span, FaceApiJson.Default.TrainingWire)
                ?? throw new JsonException("The status of the training is null.");
        }, cancellationToken);

    private async Task<Outcome<T>> GetAsync<T>(FaceApiOperation operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        var found = await FindAsync(operation, call, cancellationToken);
        return found is { IsDone: true, Value: { } value } ? Outcome<T>.Done(value) : found.As<T>();
    }

    private async Task<Outcome<Nothing>> TellAsync<T>(FaceApiOperation operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        var told = await FindAsync(operation, call, cancellationToken);
        return told.IsDone ? Outcome<Nothing>.Done(Nothing.Value) : told.As<Nothing>();
    }

    /// <returns>The answer; or done with null when the error is itself the answer.</returns>
    private async Task<Outcome<T?>> FindAsync<T>(FaceApiOperation operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return Outcome<T?>.Done(await call(either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return FaceFailure.TimedOut<T?>(timeout);
        }
        catch (RequestFailedException failure)
        {
            return failure.GetRawResponse() is { } response ? Rejected<T>(operation, response) : FaceFailure.Unreachable<T?>(Why(failure));
        }
        catch (AuthenticationFailedException)
        {
            return Outcome<T?>.Misconfigured(
                "no-token", "Entra ID gave no token for the recogniser: give this process an identity with a role at the Face resource, or set Recognition:Key.");
        }
        catch (AnswerTooLargeException)
        {
            return FaceFailure.TooLarge<T?>(MaxAnswerBytes);
        }
        catch (IOException)
        {
            return FaceFailure.BrokenOff<T?>();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            // What the SDK's models throw over an answer that is not what they expect.
            return FaceFailure.Unreadable<T?>();
        }
    }

    private Outcome<T?> Rejected<T>(FaceApiOperation operation, Response response)
        where T : class
    {
        var asked = response.Headers.TryGetValue("Retry-After", out var text) && RetryConditionHeaderValue.TryParse(text, out var header) ? header : null;
        var meaning = FaceFailure.Read(
            logger, operation, response.Status, response.Content.ToArray(), RetryAfter.Read(asked, time.GetUtcNow()), response.ClientRequestId);
        return meaning.IsDone ? Outcome<T?>.Done(null) : meaning.As<T?>();
    }

    private static HttpRequestError Why(RequestFailedException failure) =>
        (failure.InnerException as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;

    private static Azure.RequestContext Until(CancellationToken cancellationToken) => new() { CancellationToken = cancellationToken };

    private static DetectedFaceWire Detected(FaceDetectionResult? face) => new()
    {
        FaceId = Id(face?.FaceId ?? Guid.Empty),
        FaceRectangle = face?.FaceRectangle is { } box ? new RectangleWire { Left = box.Left, Top = box.Top, Width = box.Width, Height = box.Height } : null,
        FaceAttributes = new FaceAttributesWire { QualityForRecognition = face?.FaceAttributes?.QualityForRecognition?.ToString() },
    };

    private static IdentifiedWire Identified(FaceIdentificationResult? face) => new()
    {
        Candidates = face?.Candidates?.Select(candidate => new CandidateWire { PersonId = Id(candidate.PersonId), Confidence = Widened(candidate.Confidence) }).ToArray(),
    };

    private static PersonWire Person(LargePersonGroupPerson? person) => new()
    {
        PersonId = Id(person?.PersonId ?? Guid.Empty),
        UserData = person?.UserData,
        PersistedFaceIds = person?.PersistedFaceIds?.Select(id => id.ToString("D")).ToArray(),
    };

    /// <summary>An id that the answer lacks comes as zeros.</summary>
    private static string? Id(Guid id) => id == Guid.Empty ? null : id.ToString("D");

    /// <summary>The number that was on the wire: 0.9 as float is a little less than 0.9, and would miss a threshold of 0.9.</summary>
    private static double Widened(float confidence) => double.Parse(confidence.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
