namespace Atmosphere.Recognition.FaceApi;

/// <summary>What was asked: the same error means different things for different requests.</summary>
internal enum FaceApiOperation
{
    Detect,
    Identify,
    Group,
    Compare,
    EnsureGallery,
    CreatePerson,
    FindPerson,
    FindPersonKey,
    DeletePerson,
    AddFace,
    FindFace,
    DeleteFace,
    Train,
    GetTraining,
    Prepare,
    Cut,
}
