// Azure AI Face, without keys: silos come with their identity. Identification needs Microsoft's approval (Limited Access).
param location string

@description('Globally unique; becomes the host name.')
param name string

param workspaceId string
param allowedSubnetIds string[]
param siloPrincipalId string

// The roles made for Face either may not enrol or may do more than this resource's data.
var cognitiveServicesUser = 'a97b65f3-24c7-4388-baec-2e87135dc908'

resource face 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: name
  location: location
  kind: 'Face'
  sku: { name: 'S0' }
  properties: {
    customSubDomainName: name
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
    networkAcls: {
      defaultAction: 'Deny'
      virtualNetworkRules: [for id in allowedSubnetIds: { id: id }]
    }
  }
}

resource use 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(face.id, siloPrincipalId, cognitiveServicesUser)
  scope: face
  properties: {
    principalId: siloPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', cognitiveServicesUser)
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: face
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'Audit', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output endpoint string = face.properties.endpoint
